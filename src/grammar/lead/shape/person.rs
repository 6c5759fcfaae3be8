//! What looks like a person's name.

use super::company_at;
use crate::grammar::lead::draft::{Draft, What};
use crate::grammar::lead::lexicon::Class;
use crate::grammar::lead::verdict;
use crate::grammar::values::name;

/// A person's name in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::grammar::lead) struct NameShape {
    /// The item after it.
    pub(in crate::grammar::lead) end: usize,
    /// How many words it has, suffixes not counted; a title counts where only one word follows it.
    pub(in crate::grammar::lead) words: usize,
    /// Whether all of it, particles excepted, is written with capitals that say something.
    pub(in crate::grammar::lead) capital: bool,
}

/// A name has no more words than this, particles not counted.
const MOST: usize = 4;

/// The name that begins at `i`.
///
/// ```text
/// name = { honorific ["."] } word { { particle } word | initial ["."] | nickname } [ [","] suffix ["."] ] ;
/// ```
/// In capitals up to four words; in small letters two, or three before the end of the clause.
pub(in crate::grammar::lead) fn name_at(draft: &Draft<'_>, i: usize) -> Option<NameShape> {
    let mut at = i;
    while let Some(next) = honorific(draft, at) {
        at = next;
    }
    let titled = at > i;
    let capital = draft.capital(at);
    if !begins(draft, at, capital) {
        return None;
    }
    let mut words = 1_usize;
    let mut end = after_initial(draft, at);
    while words < MOST {
        let from = nickname(draft, end).unwrap_or(end);
        let Some(next) = next_word(draft, from, capital, words) else {
            break;
        };
        words = words.saturating_add(1);
        end = next;
    }
    if words == 1 && !titled && !capital && is_initial(draft, at) {
        return None;
    }
    let capital = (at..end)
        .all(|word| draft.letters(word).is_none() || draft.capital(word) || particle(draft, word));
    Some(NameShape {
        end: suffix(draft, end),
        words: words.saturating_add(usize::from(titled && words == 1)),
        capital,
    })
}

fn honorific(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let fold = draft.letters(i)?;
    let next = i.saturating_add(1);
    let point = draft.is_mark(next, '.');
    let written = point || draft.capital(i) || fold.len() <= 3;
    let after = next.saturating_add(usize::from(point));
    let right = name::is_honorific(fold) && fold.len() > 1 && written;
    let second = after.saturating_add(1);
    let couple = draft.is_in(after, Class::And) || draft.is_mark(after, '&');
    if right && couple && draft.letters(second).is_some_and(name::is_honorific) {
        return Some(second);
    }
    (right && draft.letters(after).is_some()).then_some(after)
}

fn begins(draft: &Draft<'_>, i: usize, capital: bool) -> bool {
    let Some(fold) = draft.letters(i).filter(|fold| !fold.ends_with("'s")) else {
        return false;
    };
    let next = i.saturating_add(1);
    let said = |list| draft.is_in(i, list);
    match (said(Class::Also), capital) {
        (true, true) => {
            let other = draft.is_in(next, Class::Never) && !draft.is_in(next, Class::Also);
            let goes_on = draft.capital(next) && !other;
            !said(Class::Never) || goes_on || particle(draft, next) || draft.clause_ends(next)
        }
        (true, false) => {
            let after = next.saturating_add(1);
            let mine = !said(Class::Never) || verdict::in_email(draft, i, after);
            let goes_on = plain(draft, next) || particle(draft, next);
            let org = draft.phrase(Class::Org, next).is_some();
            mine && (goes_on || org || is_family_name(draft, next))
        }
        (false, true) => {
            let other = said(Class::After) && fold.len() > 3;
            let trade = said(Class::Business) && fold.ends_with("ing");
            !said(Class::Never) && !other && !trade
        }
        (false, false) => plain(draft, i) && !said(Class::After),
    }
}

/// Whether a word in small letters may be part of a name: nothing people say otherwise.
fn plain(draft: &Draft<'_>, i: usize) -> bool {
    let Some(fold) = draft.letters(i) else {
        return false;
    };
    let known = [
        Class::Never,
        Class::Common,
        Class::Business,
        Class::Request,
        Class::Chatter,
    ];
    let verb = fold.len() > 4 && (fold.ends_with("ing") || fold.ends_with("n't"));
    let shortened = fold.contains("'re") || fold.ends_with("'s");
    !verb
        && !shortened
        && known.iter().all(|class| !draft.is_in(i, *class))
        && !draft.is_in(i, Class::Form)
}

/// The end of the next word of a name with the particles before it.
fn next_word(draft: &Draft<'_>, i: usize, capital: bool, words: usize) -> Option<usize> {
    let first = draft.free(i).filter(|item| item.spaced)?;
    if !matches!(first.what, What::Word(_)) {
        return None;
    }
    let mut at = i;
    while at < i.saturating_add(3) && particle(draft, at) {
        at = after_point(draft, at);
    }
    if let Some(end) = word(draft, at, capital, words) {
        return Some(end);
    }
    let last = at > i && draft.clause_ends(at) && draft.capital(at.saturating_sub(1));
    last.then_some(at)
}

fn word(draft: &Draft<'_>, i: usize, capital: bool, words: usize) -> Option<usize> {
    let fold = draft.letters(i)?;
    let next = i.saturating_add(1);
    let initial = is_initial(draft, i);
    if name::is_suffix(fold) && !initial {
        return None;
    }
    if capital && !draft.capital(i) {
        let last = words == 1 && ends_name(draft, next) && plain(draft, i) && fold.len() > 2;
        return last.then_some(next);
    }
    if capital {
        let never = draft.is_in(i, Class::Never) && !draft.is_in(i, Class::Also) && !initial;
        let family = draft.is_in(i, Class::Family) && !trade_follows(draft, next);
        let trade = draft.is_in(i, Class::Business) && !family;
        let company = words > 1
            && !ends_name(draft, next)
            && company_at(draft, i).is_some_and(|company| {
                company.sure && company.end > next && draft.clause_ends(company.end)
            });
        let other = never || trade || company || draft.is_in(i, Class::Form);
        return (!other).then(|| after_initial(draft, i));
    }
    let short = initial && (draft.is_mark(next, '.') || !matches!(fold, "i" | "u" | "a" | "w"));
    let right = plain(draft, i) || short || words == 1 && is_family_name(draft, i);
    let before = i.saturating_sub(1);
    let may = words < 2 || is_initial(draft, before) || ends_name(draft, next);
    (right && may && words < 3).then(|| after_initial(draft, i))
}

/// A word people say otherwise, as a family name in small letters: the e-mail has it, or what follows is the end of the clause or
/// more about the person ("my name is mark price and my number is").
fn is_family_name(draft: &Draft<'_>, i: usize) -> bool {
    let said = [Class::Never, Class::After, Class::Chatter];
    let next = i.saturating_add(1);
    let other = said.iter().any(|class| draft.is_in(i, *class)) && !draft.is_in(i, Class::Also);
    if other || draft.letters(i).is_none_or(|fold| fold.len() < 3) {
        return false;
    }
    let cue = [Class::EmailCue, Class::PhoneCue]
        .iter()
        .any(|class| draft.phrase(*class, next).is_some());
    let ends = !matches!(
        draft.what(next),
        Some(What::Word(_) | What::Number | What::Email(_) | What::Phone(_) | What::Url)
    );
    cue || ends || draft.phrase(Class::Org, next).is_some() || verdict::in_email(draft, i, next)
}

fn trade_follows(draft: &Draft<'_>, i: usize) -> bool {
    draft.is_in(i, Class::Business) || super::is_legal_form(draft, i)
}

fn particle(draft: &Draft<'_>, i: usize) -> bool {
    let next = i.saturating_add(1);
    draft.letters(i).is_some_and(|fold| {
        let initial = fold.chars().count() == 1 && draft.is_mark(next, '.');
        name::is_particle(fold) && !matches!(fold, "in" | "e" | "o") && !initial
    })
}

/// After the particle at `i` and the point of `St.`
fn after_point(draft: &Draft<'_>, i: usize) -> usize {
    let next = i.saturating_add(1);
    let point = draft.is_mark(next, '.') && !spaced(draft, next);
    next.saturating_add(usize::from(point))
}

/// `"Bob"` or `(Bob)` inside a name: where it ends.
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
    let point = is_initial(draft, i) && draft.is_mark(next, '.') && !spaced(draft, next);
    next.saturating_add(usize::from(point))
}

fn spaced(draft: &Draft<'_>, i: usize) -> bool {
    draft.items.get(i).is_some_and(|item| item.spaced)
}

fn ends_name(draft: &Draft<'_>, i: usize) -> bool {
    draft.clause_ends(i)
        || draft.phrase(Class::Org, i).is_some()
        || draft.phrase(Class::Here, i).is_some()
}

/// After the suffixes at `i`: `, Jr.`, `III, MD`.
fn suffix(draft: &Draft<'_>, i: usize) -> usize {
    let mut end = i;
    for _ in 0..3 {
        let comma = draft.is_mark(end, ',');
        let at = end.saturating_add(usize::from(comma));
        let right = draft.letters(at).is_some_and(|fold| {
            let written = !comma || draft.capital(at) || draft.shouting || fold.len() <= 3;
            let doubtful = matches!(fold, "do" | "v" | "vi" | "pe" | "ret");
            name::is_suffix(fold) && written && !doubtful
        });
        if !right || draft.is_break(end) {
            break;
        }
        let next = at.saturating_add(1);
        let pointed = matches!(draft.fold(at), Some("jr" | "sr" | "esq" | "m.d" | "ph.d"));
        end = next.saturating_add(usize::from(pointed && draft.is_mark(next, '.')));
    }
    end
}
