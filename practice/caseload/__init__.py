"""The families somebody carries or oversees, a row each: who has seen them, what changed, what is next.

`week` is a practitioner's own, `review` a supervisor's list over their teams; `rows` dresses the cases of one page, in
one query however many they are. Never a figure about a worker: a row is about a family.
"""
