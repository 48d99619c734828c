"""Roads of letters to families, grouped by what they are about."""

from django.urls import path

from practice.letters.views import letters, papers, writing

app_name = "letters"

LETTERS = "families/<uuid:family_id>/letters"
LETTER = f"{LETTERS}/<uuid:letter_id>"

urlpatterns = [
    # /families/<family_id>/letters/
    path(f"{LETTERS}/", letters.letter_list, name="letter-list"),
    path(f"{LETTERS}/new/", letters.letter_begin, name="letter-begin"),
    path(f"{LETTER}/", letters.letter_detail, name="letter-detail"),
    path(f"{LETTER}/write/", writing.letter_write, name="letter-write"),
    path(f"{LETTER}/draft/", writing.letter_draft, name="letter-draft"),
    path(f"{LETTER}/keep/", letters.letter_keep, name="letter-keep"),
    path(f"{LETTER}/give/", letters.letter_give, name="letter-give"),
    path(f"{LETTER}/take-back/", letters.letter_take_back, name="letter-take-back"),
    # /families/<family_id>/letters/<letter_id>/languages/ and replies/
    path(f"{LETTER}/languages/", papers.translation_choose, name="translation-choose"),
    path(f"{LETTER}/languages/<slug:language>/", papers.translation_write, name="translation-write"),
    path(f"{LETTER}/replies/new/", papers.reply_write, name="reply-write"),
    path(f"{LETTER}/replies/<uuid:reply_id>/withdraw/", papers.reply_withdraw, name="reply-withdraw"),
]
