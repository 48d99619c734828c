"""The returns that can be imported, and the jobs that import them."""

CIN, SSDA903 = "cin", "ssda903"
TITLES = {CIN: "Children in need census", SSDA903: "SSDA903 return"}
JOB_KINDS = {CIN: "returns.import-cin", SSDA903: "returns.import-ssda903"}

# What the audit's verbs say of an import.
SAID = {
    "family.changed-by-return": "brought news of a family by a return",
    "return.batch-imported": "brought a batch of a return onto the record",
    "return.imported": "imported a return",
    "return.import-stopped": "asked an import to stop",
    "return.lines-exported": "took a copy of what was wrong in a return",
    "return.report-opened": "opened the report of an import",
    "return.uploaded": "uploaded a return",
}
