//! References to contacts and to colleagues.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::compound;
use super::super::error::{Expected, SyntaxError};
use super::super::lexer::{Kind, Tok};
use super::super::lexicon::sense::{Link, Sense};
use super::super::normalize::is_quote;
use super::super::tokens::{Rule, Tokens, mark, word};
use crate::domain::{Assignee, Match, Phone, Who};

/// The most words a name has.
const LONGEST: usize = 4;

/// `contact_ref = handle | phone | e-mail | "last" | "her" | quoted | name`
///
/// Where a name ends is found in the directory: the longest run of words that somebody there is called. Somebody who is not
/// there is the first word and the words after it that begin with a capital.
pub(crate) fn who(i: Tokens<'_>) -> Rule<'_, Who> {
    alt((certain, last, name)).parse(i)
}

/// The same where a colon or dash ends it: no guess is made about the words before.
pub(crate) fn who_before_colon(i: Tokens<'_>) -> Rule<'_, Who> {
    // The colon of 15:30 ends no name.
    let in_time = |at: usize| {
        i.get(at.saturating_add(1))
            .is_some_and(|tok| tok.glued && matches!(tok.kind, Kind::Num(_)))
    };
    let colon = i.toks.iter().enumerate().position(|(at, tok)| {
        (tok.is_mark(b':') && !in_time(at)) || (tok.is_mark(b'-') && !tok.glued)
    });
    let Some(at) = colon.filter(|at| (1..=8).contains(at)) else {
        return SyntaxError::miss(&i, Expected::Contact);
    };
    let before = i.upto(at);
    let mut after = i.skip(at.saturating_add(1));
    while after.first().is_some_and(|tok| tok.kind == Kind::Newline) {
        after = after.skip(1);
    }
    if let Ok((rest, who)) = alt((certain, last)).parse(before)
        && rest.is_empty()
    {
        return Ok((after, who));
    }
    let named = before.toks.iter().all(|tok| {
        matches!(tok.kind, Kind::Word)
            || (tok.glued && matches!(tok.kind, Kind::Mark(b'-' | b'.' | b'\'')))
            || tok.is_mark(b'.')
    });
    let words = before
        .toks
        .iter()
        .filter(|tok| tok.kind == Kind::Word)
        .count();
    let known = || fits(&before, true).is_some();
    if named
        && words <= LONGEST
        && (known() || before.first().is_some_and(|tok| can_begin(&i, tok)))
    {
        return Ok((after, Who::Name(spelled(&before).to_owned())));
    }
    SyntaxError::miss(&i, Expected::Contact)
}

/// References that no directory is needed for: `handle | phone | e-mail | quoted`.
pub(crate) fn certain(i: Tokens<'_>) -> Rule<'_, Who> {
    if let Ok((rest, number)) = handle(i, "c") {
        return Ok((rest, Who::Contact(number)));
    }
    let miss = SyntaxError::miss(&i, Expected::Contact);
    let Some(tok) = i.first() else { return miss };
    let one = i.upto(1);
    let who = match tok.kind {
        Kind::Phone => phone(&one),
        Kind::Email => Some(Who::Email(one.original().to_lowercase())),
        Kind::Quote => quoted(&one).map(Who::Name),
        Kind::Num(_) | Kind::Digits if (7..=15).contains(&tok.length()) => phone(&one),
        _ => None,
    };
    who.map_or(miss, |who| Ok((i.skip(1), who)))
}

/// `handle = [ "#" ] letter number`, all glued.
pub(crate) fn handle<'a>(i: Tokens<'a>, letter: &str) -> Rule<'a, u32> {
    let (rest, hash) = opt(mark(b'#')).parse(i)?;
    let glued = |tok: &Tok, first: bool| tok.glued || (first && hash.is_none());
    match (rest.get(0), rest.get(1)) {
        (Some(kind), Some(number))
            if glued(kind, true) && number.glued && rest.folded(kind) == letter =>
        {
            match number.kind {
                Kind::Num(value) if value > 0 => Ok((rest.skip(2), value)),
                _ => SyntaxError::miss(&i, Expected::Contact),
            }
        }
        _ => SyntaxError::miss(&i, Expected::Contact),
    }
}

/// `assignee = "@me" | "@" name`
pub(crate) fn at_assignee(i: Tokens<'_>) -> Rule<'_, Assignee> {
    let (rest, ()) = mark(b'@')(i)?;
    match rest.first() {
        Some(tok) if tok.glued && tok.kind == Kind::Word => {
            let assignee = if rest.is(Sense::Link(Link::Me)) {
                Assignee::Me(true)
            } else {
                Assignee::Name(rest.upto(1).original().to_owned())
            };
            Ok((rest.skip(1), assignee))
        }
        _ => SyntaxError::miss(&i, Expected::Contact),
    }
}

/// A number as the CRM or the directory knows it.
pub(crate) fn phone(i: &Tokens<'_>) -> Option<Who> {
    let text = i.original();
    let digits: String = i
        .scope
        .folded
        .text
        .get(i.extent().0 as usize..i.extent().1 as usize)?
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let region = i.scope.sender.region;
    if text.starts_with('+') {
        return Phone::parse(&format!("+{digits}"), region)
            .ok()
            .map(Who::Phone);
    }
    if i.scope.sender.in_north_america() {
        // No look-up in the metadata: whether the number exists shows when it is used.
        let national = match (digits.len(), digits.strip_prefix('1')) {
            (10, _) => Some(digits.as_str()),
            (11, Some(rest)) => Some(rest),
            _ => None,
        };
        if let Some(phone) = national.and_then(|digits| format!("+1{digits}").parse().ok()) {
            return Some(Who::Phone(phone));
        }
    }
    if digits.len() >= 8
        && let Ok(phone) = Phone::parse(&digits, region)
    {
        return Some(Who::Phone(phone));
    }
    (digits.len() >= 7).then_some(Who::Digits(digits))
}

/// The words between double quotes; two quotes inside stand for one.
pub(crate) fn quoted(i: &Tokens<'_>) -> Option<String> {
    let tok = i.first().filter(|tok| tok.kind == Kind::Quote)?;
    let (from, to) = (tok.start.checked_add(1)?, tok.end.checked_sub(1)?);
    let inner = i.scope.folded.original(from as usize, to as usize).trim();
    let mut before = false;
    let once = inner.chars().filter(|c| {
        let second = before && is_quote(*c);
        before = is_quote(*c) && !second;
        !second
    });
    (!inner.is_empty()).then(|| once.collect())
}

/// `last = "last" | "that contact" | "him" | "her" | "them"`
fn last(i: Tokens<'_>) -> Rule<'_, Who> {
    let (rest, _) = alt((word(Sense::Link(Link::Them)), word(Sense::Link(Link::Last)))).parse(i)?;
    Ok((rest, Who::Last(true)))
}

fn name(i: Tokens<'_>) -> Rule<'_, Who> {
    // "@jane" is Jane.
    let i = match (i.first(), i.get(1)) {
        (Some(at), Some(name)) if at.is_mark(b'@') && name.glued => i.skip(1),
        _ => i,
    };
    let end = known_end(&i).or_else(|| guessed_end(&i));
    match end {
        Some(end) => Ok((i.skip(end), Who::Name(spelled(&i.upto(end)).to_owned()))),
        None => SyntaxError::miss(&i, Expected::Contact),
    }
}

/// Whether the words begin with the name of somebody in the directory.
pub(crate) fn begins_with_contact(i: &Tokens<'_>) -> bool {
    known_end(i).is_some()
}

/// How many tokens the longest name has that somebody in the directory fits.
fn known_end(i: &Tokens<'_>) -> Option<usize> {
    let ends = || (1..=LONGEST).rev().filter_map(|words| words_end(i, words));
    for end in ends() {
        match fits(&i.upto(end), false) {
            Some(Match::FullName) => return Some(end),
            Some(_) => return Some(with_surname(i, end)),
            None => {}
        }
    }
    // A near miss of one common word is no name.
    if !i.first().is_some_and(|tok| can_begin(i, tok)) {
        return None;
    }
    ends().find(|end| fits(&i.upto(*end), true).is_some())
}

/// "Jane Smith" is not the Jane Doe that the first word fits: a word that looks like a surname belongs to the name.
fn with_surname(i: &Tokens<'_>, end: usize) -> usize {
    let surname = |longer: &usize| {
        let more = i.upto(*longer).skip(end);
        more.first()
            .is_some_and(|tok| !i.scope.lexicon.is_common(tok.word))
            && more.original().chars().any(char::is_lowercase)
    };
    guessed_end(i)
        .filter(|longer| *longer > end)
        .filter(surname)
        .unwrap_or(end)
}

fn fits(name: &Tokens<'_>, near: bool) -> Option<Match> {
    name.scope.sender.directory.fits(spelled(name), near)
}

/// The end of the first word and of those with a capital behind it.
fn guessed_end(i: &Tokens<'_>) -> Option<usize> {
    let first = i.first()?;
    if !can_begin(i, first) {
        return None;
    }
    let mut end = words_end(i, 1)?;
    // "google-kalender" is nobody.
    let part = i.skip(end.saturating_sub(1));
    if end > 1
        && part
            .sense(|sense| matches!(sense, Sense::Noun(_)).then_some(()))
            .is_some()
    {
        return None;
    }
    for words in 2..=LONGEST {
        let Some(longer) = words_end(i, words) else {
            break;
        };
        let begins = i.get(longer.saturating_sub(1));
        let goes_on = begins.is_some_and(|tok| {
            tok.capital
                && !i.scope.shouted
                && (tok.guessed || i.scope.lexicon.meanings(tok.word).is_empty())
        });
        if !goes_on {
            break;
        }
        end = longer;
    }
    Some(end)
}

/// Where the first `words` words end, marks inside them included.
fn words_end(i: &Tokens<'_>, words: usize) -> Option<usize> {
    let mut left = words;
    let mut end = 0_usize;
    loop {
        let tok = i.get(end)?;
        if tok.kind != Kind::Word {
            return None;
        }
        end = end
            .saturating_add(1)
            .saturating_add(usize::from(elides(i, tok)));
        left = left.saturating_sub(1);
        // Anne-Marie, J. Smith
        while let (Some(sign), Some(next)) = (i.get(end), i.get(end.saturating_add(1))) {
            let hyphen = sign.is_mark(b'-') && sign.glued && next.glued;
            if hyphen && next.kind == Kind::Word {
                end = end.saturating_add(2);
            } else {
                break;
            }
        }
        if left == 0 {
            return Some(end);
        }
        if i.get(end)
            .is_some_and(|sign| sign.is_mark(b'.') && sign.glued)
        {
            end = end.saturating_add(1);
        }
    }
}

/// Whether a word can be somebody's name: it means nothing else, or stands with a capital where no sentence begins.
fn can_begin(i: &Tokens<'_>, tok: &Tok) -> bool {
    let tok = match i.get(1) {
        Some(next) if elides(i, tok) && next.glued => next,
        _ => tok,
    };
    if tok.kind != Kind::Word {
        return false;
    }
    let lexicon = i.scope.lexicon;
    // "Aufgabenliste" is nobody.
    if compound::ends(i, tok).is_some() {
        return false;
    }
    let plain =
        tok.guessed || (lexicon.meanings(tok.word).is_empty() && !lexicon.is_common(tok.word));
    plain || (tok.capital && !i.scope.shouted && tok.length() > 1 && tok.start > 0)
}

/// Whether the next word is written to this one: d'angelo.
fn elides(i: &Tokens<'_>, tok: &Tok) -> bool {
    tok.kind == Kind::Word && tok.length() > 1 && i.folded(tok).ends_with('\'')
}

/// The name as written, without the ending of a possessive.
fn spelled<'a>(i: &Tokens<'a>) -> &'a str {
    let text = i.original();
    ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text)
}
