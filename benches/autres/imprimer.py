# The best case of WeasyPrint: one process, one style sheet and one set of fonts for all the pages it is given.
import sys

import weasyprint
from weasyprint.text.fonts import FontConfiguration

style, *pages = sys.argv[1:]
fonts = FontConfiguration()
sheets = [weasyprint.CSS(filename=style, font_config=fonts)]
# The option has had two names; before 57 there is none.
major = int(weasyprint.__version__.split(".")[0])
options = {} if major < 57 else {"variant" if major < 59 else "pdf_variant": "pdf/ua-1"}
for page in pages:
    target = page[: -len("html")] + "pdf"
    weasyprint.HTML(filename=page).write_pdf(target, stylesheets=sheets, font_config=fonts, **options)
