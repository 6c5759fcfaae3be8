//! Answers to the open question.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::lexer::Kind;
use super::lexicon::sense::{Sense, Talk};
use super::normalize::fold;
use super::tokens::{Rule, Tokens, mark, word};
use super::values::free::without_filler;
use super::values::number::{number, ordinal};
use crate::domain::{About, Answer, Question};

/// Longer messages are no answers.
const LONGEST: usize = 12;

/// Digits of a one-time code.
const CODE: std::ops::RangeInclusive<u32> = 4..=6;

/// ```ebnf
/// answer = yes | no | pick | [ yes ] code ;
/// pick   = [ "option" ] number | [ "the" ] ordinal [ "one" ] | words of one choice ;
/// ```
pub(super) fn answer(i: Tokens<'_>, question: &Question) -> Option<Answer> {
    read(i, question).or_else(|| read(without_filler(i), question))
}

fn read(i: Tokens<'_>, question: &Question) -> Option<Answer> {
    if question.about == About::Code
        && let Some(code) = code(i)
    {
        return Some(Answer::Code(code));
    }
    if let Some(picked) = picked(i, question) {
        return Some(Answer::Choice(picked));
    }
    match says(i)? {
        Talk::Yes => Some(Answer::Yes(true)),
        _ => Some(Answer::No(true)),
    }
}

/// Yes or no, as far as the words leave no doubt: a yes has nothing beside it that could take it back, a no may have.
fn says(i: Tokens<'_>) -> Option<Talk> {
    if i.len() > LONGEST {
        return None;
    }
    let (mut yes, mut no, mut else_said) = (false, false, false);
    let mut rest = i;
    while let Some(tok) = rest.first() {
        let found = rest.sense(|sense| match sense {
            Sense::Talk(talk @ (Talk::Yes | Talk::No)) => Some(talk),
            _ => None,
        });
        let filler = rest.sense(|sense| (sense == Sense::Talk(Talk::YesFiller)).then_some(()));
        match (found, filler) {
            (Some((count, talk, _)), _) => {
                yes |= talk == Talk::Yes;
                no |= talk == Talk::No;
                rest = rest.skip(count);
            }
            (None, Some((count, ..))) => rest = rest.skip(count),
            (None, None) => {
                else_said |= !matches!(tok.kind, Kind::Mark(_) | Kind::Symbol);
                rest = rest.skip(1);
            }
        }
    }
    match (yes, no, else_said) {
        (true, false, false) => Some(Talk::Yes),
        // A no that begins the answer, or has nothing but small words beside it.
        (_, true, false) => Some(Talk::No),
        (false, true, true) if begins_with_no(i) => Some(Talk::No),
        _ => None,
    }
}

fn begins_with_no(i: Tokens<'_>) -> bool {
    i.is(Sense::Talk(Talk::No))
}

/// Whether the message is nothing but an answer, whatever was asked.
pub(super) fn is_answer(i: Tokens<'_>) -> bool {
    if i.len() > LONGEST {
        return false;
    }
    let whole = i;
    let i = without_filler(i);
    is_all(whole, Talk::Yes)
        || is_all(whole, Talk::No)
        || is_all(i, Talk::Yes)
        || is_all(i, Talk::No)
        // "#47" is a task.
        || (!i.first().is_some_and(|tok| tok.is_mark(b'#'))
            && numbered(i).is_ok_and(|(rest, _)| rest.is_empty()))
        || code(i).is_some()
}

/// One or more words of a kind, and marks between them: "yes, sure".
fn is_all(i: Tokens<'_>, talk: Talk) -> bool {
    let mut rest = i;
    let mut some = false;
    while !rest.is_empty() {
        if let Some((count, ..)) = rest.sense(|sense| (sense == Sense::Talk(talk)).then_some(())) {
            rest = rest.skip(count);
            some = true;
        } else if rest
            .first()
            .is_some_and(|tok| matches!(tok.kind, Kind::Mark(_)))
        {
            rest = rest.skip(1);
        } else {
            return false;
        }
    }
    some
}

/// `code = [ yes | "code" ] 4 to 6 digits`, which may be spread: "48 21".
fn code(i: Tokens<'_>) -> Option<String> {
    let (rest, _) = opt(alt((
        word(Sense::Talk(Talk::Yes)),
        word(Sense::Talk(Talk::Option)),
    )))
    .parse(i)
    .ok()?;
    if rest
        .toks
        .iter()
        .any(|tok| !matches!(tok.kind, Kind::Num(_)))
    {
        return None;
    }
    let digits: String = rest.toks.iter().map(|tok| rest.folded(tok)).collect();
    let right = u32::try_from(digits.len()).is_ok_and(|length| CODE.contains(&length))
        && digits.bytes().all(|b| b.is_ascii_digit());
    right.then_some(digits)
}

fn picked(i: Tokens<'_>, question: &Question) -> Option<u32> {
    if let Ok((rest, number)) = numbered(i)
        && rest.is_empty()
    {
        return Some(number);
    }
    let (rest, _) = opt(word(Sense::Talk(Talk::Option))).parse(i).ok()?;
    let (rest, end) = opt(alt((
        word(Sense::Talk(Talk::Last)).map(|_| question.choices.len()),
        word(Sense::Talk(Talk::Top)).map(|_| 1),
    )))
    .parse(rest)
    .ok()?;
    let (rest, _) = opt(word(Sense::Talk(Talk::One))).parse(rest).ok()?;
    if let (Some(end @ 1..), true) = (end, rest.is_empty()) {
        return u32::try_from(end).ok();
    }
    by_words(i, question)
}

/// `[ "option" | "the" | "#" ] number [ "." | ")" ] | [ "the" ] ordinal [ "one" ]`
fn numbered(i: Tokens<'_>) -> Rule<'_, u32> {
    let (rest, _) = opt(word(Sense::Talk(Talk::Option))).parse(i)?;
    let (rest, _) = opt(mark(b'#')).parse(rest)?;
    if let Ok((rest, ordinal)) = ordinal(rest) {
        let (rest, _) = opt(word(Sense::Talk(Talk::One))).parse(rest)?;
        return Ok((rest, ordinal));
    }
    let (rest, number) = number(rest)?;
    let (rest, _) = opt(alt((mark(b')'), mark(b'.')))).parse(rest)?;
    Ok((rest, number.value))
}

/// The one choice whose label has all these words.
fn by_words(i: Tokens<'_>, question: &Question) -> Option<u32> {
    let words: Vec<&str> = i
        .toks
        .iter()
        .filter(|tok| tok.kind == Kind::Word)
        .map(|tok| i.folded(tok))
        .collect();
    if words.is_empty() || words.len() > 5 {
        return None;
    }
    let mut fits = (1..).zip(&question.choices).filter(|(_, choice)| {
        let label = fold(&choice.label);
        let in_label = |word: &&str| {
            label
                .split(|c: char| !c.is_alphanumeric() && c != '\'')
                .any(|other| other == *word)
        };
        words.iter().all(in_label)
    });
    let (number, _) = fits.next()?;
    fits.next().is_none().then_some(number)
}
