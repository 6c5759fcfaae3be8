//! Notes about contacts.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::Draft;
use crate::domain::{Intent, Who};
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexer::Kind;
use crate::grammar::lexicon::sense::{Link, Noun, Sense, Verb};
use crate::grammar::tokens::{Rule, Tokens, marks, new_article, noun, one_of, word};
use crate::grammar::values::free::{literal, without_courtesy, without_filler};
use crate::grammar::values::who::{begins_with_contact, certain, who, who_before_colon};

/// Tokens before the notes of somebody: four words of a name and the marks between them.
const LONGEST_OWNER: usize = 10;

/// `note_add = add [ article ] "note" note_body`
pub(super) fn added(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Add))(i)?;
    let (rest, _) = opt(new_article).parse(rest)?;
    let (rest, _) = noun(Noun::Note)(rest)?;
    cut(note_body).parse(rest)
}

/// `note = "note" note_body`
pub(super) fn create(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Note)(i)?;
    cut(note_body).parse(rest)
}

/// `note_body = [ "to" | "for" | "on" | "about" ] contact_ref [ ":" | "-" | "," ] [ "that" ] free`
fn note_body(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = opt(marks(b":")).parse(i)?;
    let (rest, _) = opt(one_of(&[
        Sense::Link(Link::To),
        Sense::Link(Link::For),
        Sense::Link(Link::On),
        Sense::Link(Link::About),
    ]))
    .parse(rest)?;
    if let Ok((rest, who)) = who_before_colon(rest) {
        return text(rest, who);
    }
    let (rest, who) = who(rest)?;
    let (rest, _) = opt(marks(b":-,")).parse(rest)?;
    let (rest, _) = opt(word(Sense::Link(Link::That))).parse(rest)?;
    text(rest, who)
}

/// `note = contact_ref ":" free`, where the contact is beyond doubt.
pub(super) fn after_colon(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, who) = who_before_colon(i)?;
    let colon = i
        .before(&rest)
        .toks
        .last()
        .is_some_and(|tok| tok.is_mark(b':'));
    if !colon {
        return SyntaxError::miss(&i, Expected::Command);
    }
    let sure = match &who {
        Who::Name(_) => begins_with_contact(&i),
        _ => certain(i).is_ok(),
    };
    if !sure {
        return SyntaxError::miss(&i, Expected::Command);
    }
    text(rest, who)
}

fn text(i: Tokens<'_>, who: Who) -> Rule<'_, Draft> {
    let words = without_courtesy(i);
    if words
        .toks
        .iter()
        .all(|tok| matches!(tok.kind, Kind::Mark(_)))
    {
        return SyntaxError::miss(&i, Expected::Text);
    }
    let text = literal(&words);
    Ok((
        i.skip(i.len()),
        Draft::new(Intent::NoteCreate { who, text }),
    ))
}

/// `note_list = [ show ] [ "all" ] [ "the" ] "notes" [ "for" | "of" | "on" | "about" ] contact_ref`
pub(super) fn list(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = opt(word(Sense::Verb(Verb::Show))).parse(i)?;
    let (rest, _) = opt(one_of(&[
        Sense::Link(Link::All),
        Sense::Link(Link::My),
        Sense::Link(Link::Article),
        Sense::Link(Link::The),
    ]))
    .parse(rest)?;
    let (rest, _) = noun(Noun::Notes)(rest)?;
    let (rest, _) = opt(marks(b":")).parse(rest)?;
    let (rest, _) = opt(one_of(&[
        Sense::Link(Link::For),
        Sense::Link(Link::Of),
        Sense::Link(Link::On),
        Sense::Link(Link::About),
        Sense::Link(Link::With),
    ]))
    .parse(rest)?;
    let (rest, who) = cut(who).parse(rest)?;
    Ok((without_filler(rest), Draft::new(Intent::NoteList { who })))
}

/// `note_list = contact_ref "'s" "notes"`
pub(super) fn owned(i: Tokens<'_>) -> Rule<'_, Draft> {
    // Names are dear to look up: first see whether notes follow at all.
    let follows = (1..i.len().min(LONGEST_OWNER)).any(|at| i.skip(at).is(Sense::Noun(Noun::Notes)));
    if !follows {
        return SyntaxError::miss(&i, Expected::Command);
    }
    let (rest, who) = who(i)?;
    let (after, _) = noun(Noun::Notes)(rest)?;
    let owner = i.before(&rest).original();
    if !owner.ends_with('s') || !owner.contains(['\'', '’']) {
        return SyntaxError::miss(&i, Expected::Command);
    }
    Ok((without_filler(after), Draft::new(Intent::NoteList { who })))
}
