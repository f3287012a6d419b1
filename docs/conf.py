"""Settings of Sphinx: `make docs` builds this folder into build/docs, pages that need no network."""

import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sphinx.ext import autosummary  # noqa: E402

import springsim  # noqa: E402  (the checkout, installed or not)

for name in springsim.__all__:  # modules with a shorter name there than their own, as `springsim.presets`
    if isinstance(module := getattr(springsim, name), ModuleType):
        sys.modules[f"springsim.{name}"] = module

autosummary.WELL_KNOWN_ABBREVIATIONS = ("eq.", "eqs.", "e.g.", "i.e.", "vs.")  # no sentence of a docstring ends there

project = "springsim"
release = version = springsim.__version__
html_title = f"springsim {version}"
project_copyright = "the authors of springsim; MIT licence"

extensions = ["sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc", "myst_parser", "docs.extension"]
exclude_patterns = ["extension", "templates", "generated/parts"]
templates_path = ["templates"]
myst_enable_extensions = ["attrs_inline", "colon_fence"]
myst_heading_anchors = 3

# Docstrings say types in words. A `name` is a link where there is a page of it, and else code.
default_role = "py:obj"
autodoc_typehints = "none"
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"
autosummary_ignore_module_all = False
numpydoc_show_class_members = False
numpydoc_attributes_as_param_list = True

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["springsim.css"]
html_copy_source = False
html_show_sourcelink = False
pygments_style = "friendly"
pygments_dark_style = "monokai"
