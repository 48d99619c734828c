"""What this part's audit verbs say, each as it follows a name."""

SAID = {
    "letter.begun": "began a letter",
    "letter.given": "gave somebody a letter",
    "letter.loaded": "put a kind of letter into the register",
    "letter.replied-to": "kept what somebody says to a letter",
    "letter.reply-withdrawn": "took back a reply to a letter",
    "letter.taken-back": "took a letter back",
    "letter.translated": "put a letter into another language",
    "letter.written": "wrote a letter",
    # pages whose name would read oddly
    "family.letter-kept-opened": "printed the letter that the family keeps",
    "family.letter-take-back-opened": "opened the page to take a letter back",
}
