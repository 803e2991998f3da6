"""How `make notebooks-html` writes the notebooks: pages that ask the network for nothing, checks left out."""

c = get_config()  # noqa: F821 - nbconvert's
c.HTMLExporter.mathjax_url = ""
c.HTMLExporter.require_js_url = ""
c.HTMLExporter.jquery_url = ""
c.HTMLExporter.mermaid_js_url = ""
c.HTMLExporter.widget_renderer_url = ""
c.HTMLExporter.language_code = "zh-Hans"
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"check"}
