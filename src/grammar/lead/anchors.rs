//! What shows itself wherever it stands: e-mail addresses, phone numbers, web addresses.

use super::draft::{Draft, What};
use super::lexicon::{Class, Classes, Entry};
use super::words::LeadWords;
use super::{Confidence, Field, Slot};
use crate::domain::{Region, Span};
use crate::grammar::values::email::{self, EmailFound};
use crate::grammar::values::phone::{self, PhoneFound};
use crate::grammar::values::words::Words;

/// The anchors of a text.
pub(super) struct Anchors {
    pub(super) emails: Vec<EmailFound>,
    pub(super) phones: Vec<PhoneFound>,
    /// Names of domains that are not everybody's.
    pub(super) domains: Vec<String>,
    /// All of them in reading order, none overlapping.
    pub(super) all: Vec<(Span, What)>,
}

/// More domains than this are no one person's.
const MOST_DOMAINS: usize = 8;

/// Finds them: written before dictated, e-mail before web before phone.
pub(super) fn find(words: &Words<'_>, entries: &[Entry], tables: &LeadWords) -> Anchors {
    let says = |class| {
        let wanted = Classes::of(class);
        entries.iter().filter(move |entry| entry.may_begin(wanted))
    };
    let written = email::find(words.text);
    // Said in words, or with signs that stand apart.
    let dictates_email =
        says(Class::SaysAt).next().is_some() || words.text.matches('@').count() > written.len();
    let dictates_phone = says(Class::SaysDigits).nth(2).is_some();
    let mut anchors: Vec<(Span, What)> = Vec::new();
    let mut emails: Vec<EmailFound> = Vec::new();
    let cue = |i: usize| cue_before(words, tables, i);
    for email in written.into_iter().chain(
        dictates_email
            .then(|| email::dictated(words, &tables.spoken, &cue))
            .into_iter()
            .flatten(),
    ) {
        if apart(&anchors, email.span) {
            anchors.push((email.span, What::Email(emails.len())));
            emails.push(email);
        }
    }
    let mut domains: Vec<String> = emails
        .iter()
        .map(|email| email.domain().to_owned())
        .collect();
    for span in urls(words.text, tables) {
        if apart(&anchors, span) {
            anchors.push((span, What::Url));
            domains.extend(words.text.get(span[0]..span[1]).map(str::to_owned));
        }
    }
    let domains = domains
        .iter()
        .filter_map(|domain| named(domain))
        .filter(|name| {
            !tables
                .lexicon
                .word(name)
                .classes
                .meet(Classes::of(Class::FreeMail))
        })
        .take(MOST_DOMAINS)
        .collect();
    let mut phones: Vec<PhoneFound> = Vec::new();
    let written = phone::find(words.text);
    for phone in written.into_iter().chain(
        dictates_phone
            .then(|| phone::dictated(words, &tables.spoken))
            .into_iter()
            .flatten(),
    ) {
        if apart(&anchors, phone.span) {
            anchors.push((phone.span, What::Phone(phones.len())));
            phones.push(phone);
        }
    }
    anchors.sort_unstable_by_key(|(span, _)| *span);
    Anchors {
        emails,
        phones,
        domains,
        all: anchors,
    }
}

/// Takes the anchors that no label took, and the words that announce them.
pub(super) fn read(draft: &mut Draft<'_>) {
    for i in 0..draft.len() {
        let next = i.saturating_add(1);
        match draft.what(i) {
            Some(What::Email(index)) => {
                let from = announced(draft, i, true);
                draft.use_up(from, i);
                let code = if from < i {
                    "EMAIL_CUE"
                } else {
                    "EMAIL_WRITTEN"
                };
                take_email(draft, i, index, code);
            }
            Some(What::Phone(index)) if asks_more(draft, i) => note_phone(draft, index),
            Some(What::Phone(index)) => {
                let from = announced(draft, i, false);
                draft.use_up(from, i);
                let code = if from < i {
                    "PHONE_CUE"
                } else {
                    "PHONE_WRITTEN"
                };
                take_phone(draft, i, index, code);
            }
            Some(What::Url) => draft.take(Slot::Website, i, next, "URL", Confidence::Medium),
            _ => {}
        }
    }
}

/// Takes the e-mail address at `i`.
pub(super) fn take_email(draft: &mut Draft<'_>, i: usize, index: usize, code: &'static str) {
    let Some(email) = draft.emails.get(index).cloned() else {
        return;
    };
    let code = if email.dictated {
        "EMAIL_DICTATED"
    } else {
        code
    };
    let next = i.saturating_add(1);
    draft.take_as(
        Slot::Email,
        i,
        next,
        email.address,
        code,
        Confidence::Medium,
    );
    if matches!(draft.what(next), Some(What::Mark('>' | ')'))) {
        draft.use_up(next, next.saturating_add(1));
    }
}

/// Takes the phone number at `i`, and what is said after it of its kind.
pub(super) fn take_phone(draft: &mut Draft<'_>, i: usize, index: usize, code: &'static str) {
    let Some(value) = draft
        .phones
        .get(index)
        .map(|phone| shown(phone, draft.region))
    else {
        return;
    };
    let next = i.saturating_add(1);
    let after = kind_after(draft, next);
    draft.use_up(next, after);
    draft.take_as(Slot::Phone, i, next, value, code, Confidence::Medium);
    if draft
        .fields
        .iter()
        .filter(|field| field.slot == Slot::Phone)
        .count()
        == 1
    {
        let extension = draft.phones.get(index).and_then(|phone| phone.ext.clone());
        draft.take_as(
            Slot::Extension,
            i,
            next,
            extension.unwrap_or_default(),
            code,
            Confidence::Medium,
        );
    }
}

/// The number stands inside a request: it is a detail, and its words stay with the request.
fn note_phone(draft: &mut Draft<'_>, index: usize) {
    let Some(phone) = draft.phones.get(index) else {
        return;
    };
    draft.fields.push(Field {
        slot: Slot::Phone,
        value: shown(phone, draft.region),
        span: phone.span,
        code: "PHONE_WITHIN",
        confidence: Confidence::Medium,
    });
}

/// The number as it is stored: in E.164 where it can be read so, else its digits.
pub(super) fn shown(phone: &PhoneFound, region: Region) -> String {
    phone
        .phone(region)
        .map_or_else(|| phone.digits.clone(), |phone| phone.as_str().to_owned())
}

/// Where the words that announce the anchor at `i` begin.
fn announced(draft: &Draft<'_>, i: usize, email: bool) -> usize {
    let colon = i.checked_sub(1).filter(|before| {
        draft.is_mark(*before, ':')
            || draft.is_mark(*before, '-')
            || draft.is_mark(*before, '<')
            || draft.is_mark(*before, '(')
    });
    let end = colon.unwrap_or(i);
    let table = if email {
        Class::EmailCue
    } else {
        Class::PhoneCue
    };
    let begin = draft.phrase_before(table, end);
    let begin = match begin {
        None if !email => draft
            .phrase_before(Class::PhoneRequest, end)
            .filter(|_| asked_enough(draft, i.saturating_add(1))),
        begin => begin,
    };
    let Some(begin) = begin else {
        return i;
    };
    let and = begin
        .checked_sub(1)
        .filter(|before| draft.is_in(*before, Class::SpokenOf));
    and.unwrap_or(begin)
}

/// `(cell)` and `cell` after a number say which it is.
fn kind_after(draft: &Draft<'_>, next: usize) -> usize {
    let open = draft.is_mark(next, '(');
    let word = next.saturating_add(usize::from(open));
    let Some((Slot::Phone, end)) = draft.label(word) else {
        return next;
    };
    if open && draft.is_mark(end, ')') {
        return end.saturating_add(1);
    }
    let ends = draft.clause_ends(end) && !draft.is_mark(end, ':');
    if !open && ends && draft.letters(word).is_some_and(|word| word.len() > 1) {
        return end;
    }
    next
}

/// "call me at 512-555-0142 after five".
fn asks_more(draft: &Draft<'_>, i: usize) -> bool {
    let next = i.saturating_add(1);
    let asked = draft
        .phrase_before(Class::PhoneRequest, i)
        .and_then(|start| draft.fold(start))
        .is_some_and(|word| word.len() > 2);
    asked && !asked_enough(draft, next) && kind_after(draft, next) == next
}

/// Whether a request to call ends before `i`: with its clause, or with another way to reach the person after "or".
fn asked_enough(draft: &Draft<'_>, i: usize) -> bool {
    let anchor = |at: usize| matches!(draft.what(at), Some(What::Email(_) | What::Phone(_)));
    let other = i.saturating_add(1);
    draft.clause_ends(i)
        || draft.is_in(i, Class::And)
            && (anchor(other)
                || [Class::EmailCue, Class::PhoneCue, Class::PhoneRequest]
                    .iter()
                    .any(|class| {
                        draft
                            .phrase(*class, other)
                            .is_some_and(|end| anchor(end) || draft.is_mark(end, ':'))
                    }))
}

/// The part of a domain that names somebody, without hyphens.
fn named(domain: &str) -> Option<String> {
    let lower = domain.to_lowercase();
    let host = lower.split("://").last()?.split(['/', '?']).next()?;
    let mut labels: Vec<&str> = host.split('.').filter(|label| *label != "www").collect();
    labels.pop()?;
    let second = ["co", "com", "org", "net", "ac", "gov"];
    if labels.len() > 1 && labels.last().is_some_and(|label| second.contains(label)) {
        labels.pop();
    }
    let label = labels.last()?;
    Some(label.chars().filter(|c| *c != '-').collect())
}

fn cue_before(words: &Words<'_>, tables: &LeadWords, i: usize) -> bool {
    let fold = |i: usize| {
        let word = words.get(i)?;
        Some(words.fold(word)).filter(|fold| !fold.is_empty())
    };
    let cue = Classes::of(Class::EmailCue);
    (1..=9).any(|length| {
        let Some((start, first)) = i
            .checked_sub(length)
            .and_then(|start| Some((start, fold(start)?)))
        else {
            return false;
        };
        let next = |k: usize| fold(start.saturating_add(k));
        let found = tables
            .lexicon
            .phrase(cue, first, &tables.lexicon.word(first), next);
        found.is_some_and(|(_, found)| found == length)
    })
}

fn apart(anchors: &[(Span, What)], span: Span) -> bool {
    anchors
        .iter()
        .all(|(other, _)| span[1] <= other[0] || other[1] <= span[0])
}

/// `https://…`, `www.…`, and `name.tld` where the TLD is one people write.
fn urls(text: &str, tables: &LeadWords) -> Vec<Span> {
    let mut spans = Vec::new();
    if !text.contains('.') {
        return spans;
    }
    let mut start = 0_usize;
    for chunk in text.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '|' | '<' | '>' | '(' | ')' | '"')
    }) {
        let end = start.saturating_add(chunk.len());
        spans.extend(
            url(chunk, tables)
                .map(|(from, to)| [start.saturating_add(from), start.saturating_add(to)]),
        );
        start = text
            .get(end..)
            .and_then(|rest| rest.chars().next())
            .map_or(end, |c| end.saturating_add(c.len_utf8()));
    }
    spans
}

fn url(chunk: &str, tables: &LeadWords) -> Option<(usize, usize)> {
    if !chunk.contains('.') || chunk.contains('@') {
        return None;
    }
    let trimmed = chunk.trim_end_matches(['.', '!', '?', ':', '\'', '/']);
    let begin = trimmed
        .rfind(':')
        .filter(|at| {
            !trimmed
                .get(*at..)
                .is_some_and(|rest| rest.starts_with("://"))
        })
        .map_or(0, |at| at.saturating_add(1));
    let body = trimmed.get(begin..)?;
    let lower = body.to_ascii_lowercase();
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme));
    let explicit = host.is_some() || lower.starts_with("www.");
    let host = host.unwrap_or(&lower).split(['/', '?', '#']).next()?;
    let labels: Vec<&str> = host.split('.').collect();
    let last = *labels.last()?;
    let named = labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && last.len() >= 2
        && last.chars().all(char::is_alphabetic);
    let listed =
        tables.spoken.is_tld(last) && !tables.spoken.is_common(last) && labels.first()?.len() > 1;
    (named && (explicit || listed)).then_some((begin, trimmed.len()))
}
