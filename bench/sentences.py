"""What the made-up visits say: sentences put together, about as long as what people write."""

READS_OF_A_CASE = 8  # how often a case's record was opened, besides visits being logged

BEGINNINGS = [
    "Everybody was at home when I came, and the kettle was on.",
    "We sat at the kitchen table with the homework pushed to one side.",
    "The front room was warm and tidy, and the television was off.",
    "It had been a hard week, and they said so at once.",
    "We walked to the park and talked on the way.",
    "I was early, and the children showed me the garden.",
]
MIDDLES = [
    "Mornings are calmer since the uniforms are laid out the night before, and school has noticed.",
    "There was a row on Sunday about the phone, and it was put right by tea time, which is new.",
    "The letter from the landlord has been answered, and the repair is booked for next Thursday.",
    "Nana comes on Tuesdays and Fridays, and the little one asks for her by name when she is sad.",
    "Sleep is still broken. We wrote down three nights, and looked together at what helped on the best one.",
    "Dad rang while I was there and spoke to both of them about the weekend without any argument.",
    "We looked at the plan. Two things are done; the one about the doctor is not, and they told me why.",
]
ENDINGS = [
    "They chose what we look at next time.",
    "I said what I had seen that was strong, and what I still think about.",
    "We agreed who rings whom if it gets hard again.",
    "She said it helped to say it out loud.",
    "I will ring on Thursday as promised.",
]
ACCOUNTS = [f"{a} {b} {c} {d}" for a in BEGINNINGS for b in MIDDLES for c in MIDDLES if b != c for d in ENDINGS]
CHILDS_PARTS = ["Showed me the drawing and talked about school.", "Was quiet at first, then told me about the dog.", ""]
QUOTES = [
    "I slept all week.",
    "I don't hide letters now.",
    "We did it without shouting.",
    "School is alright when Mia is there.",
    "I asked for help before it got bad.",
]
STRENGTHS = [
    "Nana collects them on Tuesdays",
    "Dana rings first",
    "They eat together on Sundays",
    "Homework at the table",
]
WORRIES = ["Money at month's end", "Karim's back", "Nights are broken", "Missed two days of school"]
GOALS = ["Bedtime without shouting", "School every day", "A meal together each day", "Ask for help sooner"]
STEPS = ["Ring the school", "Bring the form for the club", "Try the chart for a week", "See the doctor"]
