"""The returns that can be imported, and the jobs that import them."""

CIN, SSDA903 = "cin", "ssda903"
TITLES = {CIN: "Children in need census", SSDA903: "SSDA903 return"}
JOB_KINDS = {CIN: "returns.import-cin", SSDA903: "returns.import-ssda903"}
