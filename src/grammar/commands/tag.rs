//! Tags of contacts.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};

use super::{Draft, Gate};
use crate::domain::{About, Intent, Question, Who};
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexer::Kind;
use crate::grammar::lexicon::sense::{Link, Noun, Sense, Verb};
use crate::grammar::tokens::{Rule, Tokens, article, mark, marks, noun, one_of, word};
use crate::grammar::values::free::without_filler;
use crate::grammar::values::who::{quoted, who, who_before_colon};

/// The most words a known tag has.
const LONGEST: usize = 3;

/// `tag = "tag" contact_ref [ "as" | "with" | ":" ] tags`
pub(super) fn add(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = alt((word(Sense::Verb(Verb::Tag)), noun(Noun::Tag))).parse(i)?;
    let (rest, (who, tags, sure)) = cut(who_tags).parse(rest)?;
    Ok((rest, gated(Intent::TagAdd { who, tags }, sure)))
}

/// `untag = "untag" contact_ref [ "as" | "with" | ":" ] tags`
pub(super) fn remove(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Untag))(i)?;
    let (rest, (who, tags, sure)) = cut(who_tags).parse(rest)?;
    Ok((rest, gated(Intent::TagRemove { who, tags }, sure)))
}

/// `tag = add [ article ] "tag" tags "to" contact_ref`
pub(super) fn added(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Add))(i)?;
    let (rest, (who, tags)) = tags_who(rest, &[Sense::Link(Link::To), Sense::Link(Link::For)])?;
    Ok((rest, Draft::new(Intent::TagAdd { who, tags })))
}

/// `untag = "remove" [ article ] "tag" tags "from" contact_ref`
pub(super) fn removed(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Delete))(i)?;
    let (rest, (who, tags)) = tags_who(rest, &[Sense::Link(Link::From), Sense::Link(Link::Of)])?;
    Ok((rest, Draft::new(Intent::TagRemove { who, tags })))
}

/// Asks where it is not sure whose the tags are.
fn gated(intent: Intent, sure: bool) -> Draft {
    let draft = Draft::new(intent);
    if sure {
        return draft;
    }
    draft.with(Gate::Ask(Question {
        about: About::Intent,
        choices: Vec::new(),
    }))
}

/// Whom, which tags, and whether that is sure: in "tag jane, grace vip" two may be meant.
fn who_tags(i: Tokens<'_>) -> Rule<'_, (Who, Vec<String>, bool)> {
    let (rest, who) = alt((who_before_colon, who_and_link)).parse(i)?;
    let comma = i
        .before(&rest)
        .toks
        .last()
        .is_some_and(|tok| tok.is_mark(b','));
    let parted = rest
        .toks
        .iter()
        .any(|tok| tok.is_mark(b',') || tok.is_mark(b'#'));
    let (rest, tags) = tags(rest)?;
    let sure = !comma || parted || tags.len() < 2;
    Ok((rest, (who, tags, sure)))
}

fn who_and_link(i: Tokens<'_>) -> Rule<'_, Who> {
    let (rest, who) = who(i)?;
    let (rest, _) = opt(one_of(&[Sense::Link(Link::As), Sense::Link(Link::With)])).parse(rest)?;
    let (rest, _) = opt(marks(b":-,")).parse(rest)?;
    Ok((rest, who))
}

fn tags_who<'a>(i: Tokens<'a>, links: &'static [Sense]) -> Rule<'a, (Who, Vec<String>)> {
    let (rest, _) = opt(article).parse(i)?;
    let (rest, _) = noun(Noun::Tag)(rest)?;
    let link = (0..rest.len())
        .rev()
        .find(|at| one_of(links)(rest.skip(*at)).is_ok());
    let Some(at) = link.filter(|at| *at > 0) else {
        return SyntaxError::miss(&rest, Expected::Contact);
    };
    let (behind, _) = one_of(links)(rest.skip(at))?;
    let (left, tags) = tags(rest.upto(at))?;
    if !left.is_empty() {
        return SyntaxError::miss(&left, Expected::Tag);
    }
    let (after, who) = who(behind)?;
    Ok((without_filler(after), (who, tags)))
}

/// `tags = tag { [ "," | "and" ] tag }`, `tag = [ "#" ] word | quoted`; a tag in use may have several words,
/// and one of the operator's other spellings.
fn tags(i: Tokens<'_>) -> Rule<'_, Vec<String>> {
    let mut rest = without_filler(i);
    let mut tags: Vec<String> = Vec::new();
    while !rest.is_empty() {
        let (next, _) = opt(marks(b",")).parse(rest)?;
        let (next, _) = if tags.is_empty() {
            (next, None)
        } else {
            opt(word(Sense::Link(Link::And))).parse(next)?
        };
        let (after, tag) = tag(next)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
        rest = after;
    }
    if tags.is_empty() {
        return SyntaxError::miss(&i, Expected::Tag);
    }
    Ok((rest, tags))
}

fn tag(i: Tokens<'_>) -> Rule<'_, String> {
    let (i, _) = opt(mark(b'#')).parse(i)?;
    if let Some(text) = quoted(&i.upto(1)) {
        return Ok((i.skip(1), text.to_lowercase()));
    }
    let own = i.sense(|sense| match sense {
        Sense::Tag(index) => Some(index),
        _ => None,
    });
    if let Some((count, index, _)) = own {
        return Ok((i.skip(count), i.scope.lexicon.tag(index).to_owned()));
    }
    let lower = |count: usize| i.upto(count).original().to_lowercase();
    for count in (2..=LONGEST.min(i.len())).rev() {
        let plain = i.upto(count).toks.iter().all(|tok| tok.kind == Kind::Word);
        if plain && i.scope.sender.directory.is_tag(&lower(count)) {
            return Ok((i.skip(count), lower(count)));
        }
    }
    // Which tag it is not, when, and who else shall have it, is no tag.
    let stands_alone = i.get(1).is_none_or(|next| !next.glued);
    let other =
        |sense| matches!(sense, Sense::Link(Link::Not | Link::If | Link::And)).then_some(());
    if stands_alone && i.sense(other).is_some() {
        return SyntaxError::miss(&i, Expected::Tag);
    }
    // A word with what is glued to it: follow-up, v2.
    let first = i
        .first()
        .filter(|tok| matches!(tok.kind, Kind::Word | Kind::Num(_) | Kind::Symbol));
    if first.is_none() {
        return SyntaxError::miss(&i, Expected::Tag);
    }
    let glued = i
        .toks
        .iter()
        .skip(1)
        .take_while(|tok| {
            tok.glued && !matches!(tok.kind, Kind::Newline | Kind::Mark(b',' | b';' | b'#'))
        })
        .count();
    let count = glued.saturating_add(1);
    Ok((i.skip(count), lower(count)))
}
