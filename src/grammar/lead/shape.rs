//! What a stretch of words looks like: a person's name, a company, a job title, a place.

use super::draft::{Draft, What};
use crate::grammar::values::name;

/// A person's name in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NameShape {
    /// The item after it.
    pub(super) end: usize,
    /// How many words it has, titles and suffixes not counted.
    pub(super) words: usize,
    /// Whether each begins with a capital that says something.
    pub(super) capital: bool,
}

/// A company in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CompanyShape {
    /// The item after it.
    pub(super) end: usize,
    /// Whether a legal form, a trade or the e-mail's domain shows that it is one.
    pub(super) sure: bool,
}

/// The name that begins at `i`.
///
/// ```text
/// name = { honorific ["."] } word { particle | word | initial ["."] | nickname } [ [","] suffix ["."] ] ;
/// ```
/// In capitals up to four words; in small letters two, or three before the end of the clause.
pub(super) fn name_at(draft: &Draft<'_>, i: usize) -> Option<NameShape> {
    let mut at = i;
    while let Some(next) = honorific(draft, at) {
        at = next;
    }
    let titled = at > i;
    let capital = draft.capital(at);
    if !begins_name(draft, at, capital) {
        return None;
    }
    let mut words = 1_usize;
    let mut end = after_initial(draft, at);
    while words < 4 {
        let Some(next) = next_word(draft, end, capital, words) else {
            break;
        };
        words = words.saturating_add(1);
        end = next;
    }
    if words == 1 && !titled && !capital && is_initial(draft, at) {
        return None;
    }
    let end = suffix(draft, end);
    Some(NameShape {
        end,
        words: words.saturating_add(usize::from(titled && words == 1)),
        capital,
    })
}

fn honorific(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let fold = draft.letters(i)?;
    let next = i.saturating_add(1);
    let point = draft.is_mark(next, '.');
    let right = name::is_honorific(fold)
        && fold.len() > 1
        && (point || draft.capital(i) || fold.len() <= 3);
    let after = next.saturating_add(usize::from(point));
    (right && draft.letters(after).is_some()).then_some(after)
}

fn begins_name(draft: &Draft<'_>, i: usize, capital: bool) -> bool {
    let Some(fold) = draft.letters(i) else {
        return false;
    };
    if fold.ends_with("'s") || draft.is_in(i, &draft.tables.never) {
        return false;
    }
    if capital {
        return !(draft.is_in(i, &draft.tables.after) && fold.len() > 3
            || draft.is_in(i, &draft.tables.business) && fold.ends_with("ing"));
    }
    plain_name_word(draft, i) && !draft.is_in(i, &draft.tables.after)
}

/// Whether a word in small letters may be part of a name: nothing people say otherwise.
fn plain_name_word(draft: &Draft<'_>, i: usize) -> bool {
    let Some(fold) = draft.letters(i) else {
        return false;
    };
    let tables = draft.tables;
    let known = [
        &tables.never,
        &tables.common,
        &tables.business,
        &tables.request,
        &tables.chatter,
    ];
    let said = fold.len() > 4 && (fold.ends_with("ing") || fold.ends_with("n't"))
        || fold.contains("'re")
        || fold.ends_with("'s");
    !said && known.iter().all(|list| !list.contains(fold)) && !tables.suffixes.contains_key(fold)
}

/// Where the name goes on after `i`, if it does.
fn next_word(draft: &Draft<'_>, i: usize, capital: bool, words: usize) -> Option<usize> {
    if let Some(end) = nickname(draft, i)
        && next_word(draft, end, capital, words).is_some()
    {
        return Some(end);
    }
    let fold = draft.letters(i)?;
    let next = i.saturating_add(1);
    let within_line = draft.items.get(i).is_some_and(|item| item.spaced);
    if !within_line {
        return None;
    }
    if name::is_particle(fold) && fold != "in" && fold != "e" {
        let goes_on = |at: usize| next_word(draft, at, capital, words);
        return goes_on(next)
            .or_else(|| (draft.capital(i) && draft.clause_ends(next)).then_some(next));
    }
    if capital {
        if !draft.capital(i) {
            let last =
                words == 1 && ends_name(draft, next) && plain_name_word(draft, i) && fold.len() > 2;
            return last.then_some(next);
        }
        let never = draft.is_in(i, &draft.tables.never) && !is_initial(draft, i);
        let company =
            draft.tables.suffixes.contains_key(fold) && words > 0 && !name::is_suffix(fold);
        let trade = draft.is_in(i, &draft.tables.business)
            && (words > 1
                || fold.ends_with("ing")
                || fold.ends_with('s')
                || trade_follows(draft, next));
        return (!never && !company && !trade && !name::is_suffix(fold))
            .then(|| after_initial(draft, i));
    }
    let right = plain_name_word(draft, i)
        || is_initial(draft, i) && fold != "i" && fold != "u" && fold != "a";
    let may = words < 2 || is_initial(draft, i.saturating_sub(1)) || ends_name(draft, next);
    (right && may && words < 3 && !name::is_suffix(fold)).then(|| after_initial(draft, i))
}

fn trade_follows(draft: &Draft<'_>, i: usize) -> bool {
    draft.is_in(i, &draft.tables.business)
        || draft
            .fold(i)
            .is_some_and(|fold| draft.tables.suffixes.contains_key(fold))
}

/// `"Bob"` or `(Bob)` inside a name.
fn nickname(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let close = match draft.what(i)? {
        What::Mark('"') => '"',
        What::Mark('(') => ')',
        _ => return None,
    };
    draft.letters(i.saturating_add(1))?;
    let end = i.saturating_add(2);
    draft.is_mark(end, close).then(|| end.saturating_add(1))
}

fn is_initial(draft: &Draft<'_>, i: usize) -> bool {
    draft
        .letters(i)
        .is_some_and(|fold| fold.chars().count() == 1 || fold.contains('.'))
}

/// After the word at `i`, and the point of an initial.
fn after_initial(draft: &Draft<'_>, i: usize) -> usize {
    let next = i.saturating_add(1);
    let point = is_initial(draft, i)
        && draft.is_mark(next, '.')
        && !draft.items.get(next).is_some_and(|item| item.spaced);
    next.saturating_add(usize::from(point))
}

fn ends_name(draft: &Draft<'_>, i: usize) -> bool {
    draft.clause_ends(i)
        || draft.phrase(&draft.tables.org, i).is_some()
        || draft.phrase(&draft.tables.here, i).is_some()
}

fn suffix(draft: &Draft<'_>, i: usize) -> usize {
    let comma = draft.is_mark(i, ',');
    let at = i.saturating_add(usize::from(comma));
    let right = draft.letters(at).is_some_and(|fold| {
        name::is_suffix(fold)
            && !matches!(fold, "do" | "v" | "vi" | "pe" | "ret")
            && (!comma || draft.capital(at) || draft.shouting || fold.len() <= 3)
    });
    if !right {
        return i;
    }
    let next = at.saturating_add(1);
    let point = draft.is_mark(next, '.')
        && matches!(draft.fold(at), Some("jr" | "sr" | "esq" | "m.d" | "ph.d"));
    suffix(draft, next.saturating_add(usize::from(point)))
}

/// The company that begins at `i`.
pub(super) fn company_at(draft: &Draft<'_>, i: usize) -> Option<CompanyShape> {
    let first = match draft.what(i)? {
        What::Number => true,
        What::Word(_) => draft.capital(i),
        _ => return None,
    };
    let end = if first && !draft.shouting {
        capital_company(draft, i)
    } else {
        plain_company(draft, i)?
    };
    let end = company_suffix(draft, end);
    let alone = end.saturating_sub(i) == 1;
    let said = |list| draft.is_in(i, list);
    if alone
        && (!draft.capital(i) && (said(&draft.tables.common) || said(&draft.tables.after))
            || said(&draft.tables.never)
            || draft.what(i) == Some(What::Number))
    {
        return None;
    }
    let sure = is_sure_company(draft, i, end);
    (sure || !is_place(draft, i, end)).then_some(CompanyShape { end, sure })
}

/// Words with a capital, small words between them, trades after them.
fn capital_company(draft: &Draft<'_>, i: usize) -> usize {
    let mut end = i.saturating_add(1);
    loop {
        let next = end.saturating_add(1);
        let goes_on = match draft.what(end) {
            Some(What::Number) => true,
            Some(What::Word(_)) if draft.capital(end) => {
                !draft.is_in(end, &draft.tables.never) || trade_follows(draft, end)
            }
            Some(What::Word(_)) => trade_follows(draft, end) && !is_request_head(draft, end),
            _ => false,
        };
        if goes_on {
            end = next;
            continue;
        }
        let tight = |at: usize| draft.items.get(at).is_some_and(|item| !item.spaced);
        let bridge = match draft.what(end) {
            Some(What::Mark('&' | '+')) => true,
            Some(What::Mark('.')) => {
                tight(end) && (tight(next) || is_short(draft, end.saturating_sub(1)))
            }
            Some(What::Mark('\'' | '/' | '-')) => tight(end) && tight(next),
            Some(What::Word(_)) => matches!(
                draft.fold(end),
                Some("and" | "of" | "the" | "de" | "del" | "la" | "y" | "for" | "n")
            ),
            _ => false,
        };
        let after = if draft.fold(end) == Some("of") && draft.fold(next) == Some("the") {
            next.saturating_add(1)
        } else {
            next
        };
        let capital = matches!(draft.what(after), Some(What::Number))
            && !matches!(draft.what(end), Some(What::Word(_)))
            || draft.capital(after)
                && (!draft.is_in(after, &draft.tables.never) || trade_follows(draft, after));
        if !(bridge && capital) {
            return end;
        }
        end = after.saturating_add(1);
    }
}

/// "roofing quote": the word belongs to what is asked for.
fn is_request_head(draft: &Draft<'_>, i: usize) -> bool {
    draft.is_in(i, &draft.tables.request) && !draft.is_in(i, &draft.tables.business)
}

/// In small letters: up to the last trade or legal form within five words, else words that nobody says otherwise.
fn plain_company(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let mut end = i;
    let mut at = i;
    let mut unknown = true;
    while at.saturating_sub(i) < 6 {
        let word = match draft.what(at) {
            Some(What::Word(_)) => draft.fold(at)?,
            Some(What::Number) => "0",
            Some(What::Mark('&')) => "&",
            _ => break,
        };
        let trade = trade_follows(draft, at);
        if !trade && draft.is_in(at, &draft.tables.never) && word != "and" {
            break;
        }
        at = at.saturating_add(1);
        unknown &= trade
            || word == "0"
            || plain_name_word(draft, at.saturating_sub(1))
            || matches!(word, "&" | "and");
        if trade || unknown && !matches!(word, "&" | "and") && at.saturating_sub(i) <= 3 {
            end = at;
        }
    }
    (end > i).then_some(end)
}

/// `, Inc.`
fn company_suffix(draft: &Draft<'_>, end: usize) -> usize {
    let comma = draft.is_mark(end, ',');
    let at = end.saturating_add(usize::from(comma));
    let after = if comma && is_legal_form(draft, at) {
        at.saturating_add(1)
    } else {
        end
    };
    let abbreviated = after
        .checked_sub(1)
        .is_some_and(|last| is_legal_form(draft, last) && is_short(draft, last));
    let tight = !draft.items.get(after).is_some_and(|item| item.spaced);
    if abbreviated && draft.is_mark(after, '.') && tight {
        after.saturating_add(1)
    } else {
        after
    }
}

pub(super) fn is_legal_form(draft: &Draft<'_>, i: usize) -> bool {
    draft
        .fold(i)
        .is_some_and(|fold| draft.tables.suffixes.contains_key(fold))
}

/// Words that are written with a point after them: `St`, `Co`, `J`.
fn is_short(draft: &Draft<'_>, i: usize) -> bool {
    draft.fold(i).is_some_and(|fold| {
        fold.len() <= 2
            || matches!(
                fold,
                "inc" | "ltd" | "corp" | "bros" | "llc" | "mrs" | "assoc" | "intl"
            )
            || fold.contains('.')
    })
}

/// Whether a stretch shows that it is a company: by a legal form, a trade, or the domain of the e-mail address.
pub(super) fn is_sure_company(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    let last = to.saturating_sub(1);
    let shows = |at: usize| {
        is_legal_form(draft, at) && at > from
            || draft.is_in(at, &draft.tables.business) && (to.saturating_sub(from) > 1)
    };
    let last = if draft.is_mark(last, '.') {
        last.saturating_sub(1)
    } else {
        last
    };
    (from..=last).any(shows) || in_domain(draft, from, to)
}

/// Whether the words spell the name of a domain in the text that is not everybody's.
pub(super) fn in_domain(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    let words: Vec<&str> = (from..to)
        .filter_map(|at| draft.fold(at))
        .filter(|fold| {
            !matches!(*fold, "the" | "and" | "of") && !draft.tables.suffixes.contains_key(*fold)
        })
        .collect();
    let joined: String = words
        .concat()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    if joined.chars().count() < 3 {
        return false;
    }
    domains(draft).any(|domain| {
        let long = domain.len() >= 4 && joined.len() >= 4;
        domain == joined || long && (domain.starts_with(&joined) || joined.starts_with(&domain))
    })
}

/// The names of the domains in the text, without hyphens: `acmeroofing` of `acme-roofing.co.uk`.
fn domains<'d>(draft: &'d Draft<'_>) -> impl Iterator<Item = String> + 'd {
    let sites = draft
        .items
        .iter()
        .filter(|item| item.what == What::Url)
        .filter_map(|item| draft.words.text.get(item.start..item.end));
    draft
        .emails
        .iter()
        .map(|email| email.domain())
        .chain(sites)
        .filter_map(|domain| named(domain))
        .filter(|name| !draft.tables.free_mail.contains(name))
}

/// The part of a domain that names somebody.
pub(super) fn named(domain: &str) -> Option<String> {
    let lower = domain.to_lowercase();
    let host = lower.split("://").last()?.split(['/', '?']).next()?;
    let mut labels: Vec<&str> = host.split('.').filter(|label| *label != "www").collect();
    labels.pop()?;
    if labels.len() > 1
        && matches!(
            labels.last(),
            Some(&("co" | "com" | "org" | "net" | "ac" | "gov"))
        )
    {
        labels.pop();
    }
    let label = labels.last()?;
    Some(label.chars().filter(|c| *c != '-').collect())
}

/// Whether a stretch is a city, a state or a country.
pub(super) fn is_place(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    [
        &draft.tables.cities,
        &draft.tables.states,
        &draft.tables.countries,
    ]
    .iter()
    .any(|table| {
        draft
            .phrase(table, from)
            .is_some_and(|(_, end)| end >= to || draft.is_mark(end, ','))
    })
}

/// The job title that begins at `i`: words of titles with a head among them, nothing else.
pub(super) fn title_at(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let mut at = i;
    let mut headed = false;
    while at.saturating_sub(i) < 7 {
        if let Some((_, end)) = draft.phrase(&draft.tables.title_heads, at) {
            headed = true;
            at = end;
            continue;
        }
        let part = draft.is_in(at, &draft.tables.title_parts)
            || draft.is_mark(at, '&')
            || headed && draft.is_mark(at, '/');
        let of_company = matches!(draft.fold(at), Some("of" | "at" | "and" | "&" | "the"))
            && !(draft.is_in(at.saturating_add(1), &draft.tables.title_parts)
                || draft
                    .phrase(&draft.tables.title_heads, at.saturating_add(1))
                    .is_some());
        if !part || of_company {
            break;
        }
        at = at.saturating_add(1);
    }
    (headed && at > i).then_some(at)
}
