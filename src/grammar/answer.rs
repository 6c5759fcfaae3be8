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
    if is_all(i, Talk::Yes) {
        return Some(Answer::Yes(true));
    }
    if is_all(i, Talk::No) {
        return Some(Answer::No(true));
    }
    None
}

/// Whether the message is nothing but an answer, whatever was asked.
pub(super) fn is_answer(i: Tokens<'_>) -> bool {
    let whole = i;
    let i = without_filler(i);
    is_all(whole, Talk::Yes)
        || is_all(whole, Talk::No)
        || is_all(i, Talk::Yes)
        || is_all(i, Talk::No)
        || (numbered(i).is_ok_and(|(rest, _)| rest.is_empty()))
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
    let digits: String = rest
        .toks
        .iter()
        .map(|tok| match tok.kind {
            Kind::Num(_) => rest.folded(tok),
            _ => "x",
        })
        .collect();
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
