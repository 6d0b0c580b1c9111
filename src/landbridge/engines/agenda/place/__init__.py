"""Places given meetings into slots with as few breaks as can be: the published B2B meeting scheduling problem.

M. Bofill, J. Coll, M. Garcia, J. Giraldez-Cru, G. Pesant, J. Suy, M. Villaret: Constraint Solving Approaches to the
Business-to-Business Meeting Scheduling Problem. Journal of Artificial Intelligence Research 74 (2022).
"""
