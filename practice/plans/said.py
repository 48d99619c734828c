"""What this part's audit verbs say, each as it follows a name."""

SAID = {
    "meeting.amended": "wrote down how a network meeting went",
    "meeting.offered": "offered a network meeting",
    "plan.amended": "changed a plan",
    "plan.ended": "ended a plan",
    "plan.goal-added": "put a goal into a plan",
    "plan.goal-taken-out": "took a goal out of a plan",
    "plan.leaning-changed": "said which strengths a goal leans on",
    "plan.part-entered": "put a part of planning into the register",
    "plan.quotes-chosen": "said whose own words stand in a plan",
    "plan.reopened": "opened a plan again that was ended by mistake",
    "plan.replied-to": "kept what somebody says to a plan",
    "plan.reply-withdrawn": "took back a reply to a plan",
    "plan.review-amended": "changed what a plan’s review says",
    "plan.review-withdrawn": "withdrew a plan’s review",
    "plan.reviewed": "reviewed a plan",
    "plan.started": "made a plan",
    "plan.translated": "put a plan into another language",
    "plan.words-marked": "said whose words a plan is in",
    "step.brought-in": "brought a next step into a plan",
    "step.changed": "changed an action",
    "step.withdrawn": "said that an action is no longer needed",
    # pages whose name would read oddly
    "family.plan-keep-opened": "printed the plan that the family keeps",
    "family.plan-kept-opened": "printed the plan that the family keeps",
    "family.plan-words-opened": "opened whose words stand in a plan",
}
