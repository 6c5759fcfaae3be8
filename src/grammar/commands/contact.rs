//! Contacts: to add, to find, to show.

use nom::Parser;
use nom::combinator::opt;

use super::dictated::Said;
use super::{Draft, Gate};
use crate::domain::{Details, Intent, Who};
use crate::grammar::compound;
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexer::{Kind, Tok};
use crate::grammar::lexicon::sense::{Field, Gist, Link, Noun, Sense, Verb};
use crate::grammar::tokens::{Rule, Tokens, article, marks, new_article, noun, one_of, pick, word};
use crate::grammar::values::free::{literal, without_filler};
use crate::grammar::values::who::{self, begins_with_contact, certain};

/// Longer queries are sentences.
const LONGEST_QUERY: usize = 4;

/// `contact_add = add [ article ] "contact" [ ":" ] details`
pub(super) fn added(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Add))(i)?;
    let (rest, _) = opt(new_article).parse(rest)?;
    let (rest, _) = noun(Noun::Contact)(rest)?;
    let (rest, _) = opt(word(Sense::Link(Link::Named))).parse(rest)?;
    let (rest, _) = opt(marks(b":-")).parse(rest)?;
    details(rest)
}

/// `contact_add = add details`, where a phone or an e-mail address says that somebody is meant.
pub(super) fn new(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Add))(i)?;
    let reachable = rest
        .toks
        .iter()
        .any(|tok| matches!(tok.kind, Kind::Phone | Kind::Email));
    if reachable {
        return details(rest);
    }
    // A mere name is only probably somebody to add.
    let named = rest.len() <= LONGEST_QUERY
        && rest
            .toks
            .iter()
            .all(|tok| tok.kind == Kind::Word && tok.capital && !i.scope.shouted);
    if !named || rest.is_empty() {
        return SyntaxError::miss(&rest, Expected::Contact);
    }
    let (rest, draft) = details(rest)?;
    Ok((rest, draft.gated(Gate::Suggest)))
}

/// `details = name | phone | e-mail | [ field [ ":" ] ] value`, each once, in any order, with or without commas.
fn details(i: Tokens<'_>) -> Rule<'_, Draft> {
    let mut details = Details::default();
    let said = Said::of(&i);
    let mut rest = without_filler(i);
    while !rest.is_empty() {
        if let Some(after) = said.fill(rest, &mut details) {
            rest = after;
            continue;
        }
        if let Ok((after, _)) = marks(b",;|/-")(rest) {
            rest = after;
            continue;
        }
        if rest.first().is_some_and(|tok| tok.kind == Kind::Newline) {
            rest = rest.skip(1);
            continue;
        }
        let known = said.before(rest);
        match labelled(known, &mut details).or_else(|| plain(known, &mut details)) {
            Some(after) => rest = rest.skip(known.len().saturating_sub(after.len())),
            // A name that runs on into a sentence is none.
            None => return Err(nom::Err::Failure(SyntaxError::over(&rest, Expected::End))),
        }
    }
    if details.name.is_none() && details.phone.is_none() && details.email.is_none() {
        return SyntaxError::miss(&i, Expected::Contact);
    }
    split_name(&mut details);
    let draft = Draft::new(Intent::ContactCreate { details });
    // One letter heard wrong is a lost lead.
    let gate = match (said.email, is_one_word(&i)) {
        (true, _) => Gate::Confirm,
        (false, true) => Gate::Suggest,
        (false, false) => Gate::Open,
    };
    Ok((rest, draft.gated(gate)))
}

/// A single word without a capital is hardly all that is known of somebody.
fn is_one_word(i: &Tokens<'_>) -> bool {
    let words = without_filler(*i);
    words.len() == 1
        && words
            .first()
            .is_some_and(|tok| tok.kind == Kind::Word && (!tok.capital || i.scope.shouted))
}

/// A value whose kind shows by itself, or the name.
fn plain<'a>(i: Tokens<'a>, details: &mut Details) -> Option<Tokens<'a>> {
    let one = i.upto(1);
    let slot = match i.first()?.kind {
        Kind::Phone => {
            let phone = match who::phone(&one)? {
                Who::Phone(phone) => phone.to_string(),
                Who::Digits(digits) => digits,
                _ => return None,
            };
            return fill(&mut details.phone, phone, i.skip(1));
        }
        Kind::Email => &mut details.email,
        Kind::Url => &mut details.website,
        Kind::Quote => {
            let name = who::quoted(&one)?;
            return fill(&mut details.name, name, i.skip(1));
        }
        Kind::Word => {
            let end = run(&i);
            let text = i.upto(end).original().to_owned();
            return fill(&mut details.name, text, i.skip(end));
        }
        _ => return None,
    };
    let text = one.original().to_lowercase();
    fill(slot, text, i.skip(1))
}

/// `field [ ":" | "=" ] value`, and `( "from" | "at" | "of" ) company`
fn labelled<'a>(i: Tokens<'a>, details: &mut Details) -> Option<Tokens<'a>> {
    let named = details.name.is_some();
    let (rest, field) = pick(|sense| match sense {
        Sense::Field(field) => Some(field),
        Sense::Link(Link::From | Link::With) if named => Some(Field::Company),
        _ => None,
    })(i)
    .ok()?;
    let (rest, colon) = opt(marks(b":=")).parse(rest).ok()?;
    let first = rest.first()?;
    let reachable = matches!(first.kind, Kind::Phone | Kind::Email | Kind::Url);
    if reachable && matches!(field, Field::Phone | Field::Email | Field::Website) {
        return plain(rest, details);
    }
    // "Number 5 Ltd" is no label.
    if colon.is_none() && (reachable || matches!(field, Field::Phone | Field::Email)) {
        return None;
    }
    let end = value_end(&rest);
    let value = literal(&rest.upto(end));
    if value.is_empty() {
        return None;
    }
    let slot = slot(details, field)?;
    fill(slot, value, rest.skip(end))
}

/// Where a detail stands; `None` for what is not about a person.
pub(super) fn slot(details: &mut Details, field: Field) -> Option<&mut Option<String>> {
    Some(match field {
        Field::Name => &mut details.name,
        Field::FirstName => &mut details.first_name,
        Field::LastName => &mut details.last_name,
        Field::Phone => &mut details.phone,
        Field::Email => &mut details.email,
        Field::Company => &mut details.company,
        Field::Title => &mut details.title,
        Field::Address => &mut details.address,
        Field::City => &mut details.city,
        Field::State => &mut details.state,
        Field::PostalCode => &mut details.postal_code,
        Field::Country => &mut details.country,
        Field::Website => &mut details.website,
        Field::Due | Field::Stage | Field::Pipeline => return None,
    })
}

fn fill<'a>(slot: &mut Option<String>, value: String, rest: Tokens<'a>) -> Option<Tokens<'a>> {
    if slot.is_some() {
        return None;
    }
    *slot = Some(value);
    Some(rest)
}

/// How many tokens a name has: words and the marks inside them.
fn run(i: &Tokens<'_>) -> usize {
    let ends = |at: usize, tok: &Tok| {
        let sign = match tok.kind {
            Kind::Word => at > 1 && tells(&i.skip(at)),
            Kind::Mark(b'.' | b'-' | b'\'') => !tok.glued,
            _ => true,
        };
        sign || (at > 0 && stops(&i.skip(at)))
    };
    i.toks
        .iter()
        .enumerate()
        .find(|(at, tok)| ends(*at, tok))
        .map_or(i.len(), |(at, _)| at)
}

/// Words that are no part of a name that has two words already: what happens, when, and to whom.
fn tells(i: &Tokens<'_>) -> bool {
    let large = i.first().is_some_and(|tok| tok.capital && !i.scope.shouted);
    let told = |sense| {
        matches!(
            sense,
            Sense::Verb(_)
                | Sense::Day(..)
                | Sense::Weekday(_)
                | Sense::Link(Link::Them | Link::It | Link::Me | Link::Is | Link::That)
        )
        .then_some(())
    };
    !large && i.sense(told).is_some()
}

/// Words that end a name: labels, and "from" or "at" before a company.
fn stops(i: &Tokens<'_>) -> bool {
    i.sense(|sense| {
        matches!(
            sense,
            Sense::Field(_) | Sense::Link(Link::From | Link::With | Link::And)
        )
        .then_some(())
    })
    .is_some()
}

fn value_end(i: &Tokens<'_>) -> usize {
    i.toks
        .iter()
        .enumerate()
        .find(|(at, tok)| {
            matches!(
                tok.kind,
                Kind::Mark(b',' | b';' | b'|') | Kind::Newline | Kind::Phone | Kind::Email
            ) || (*at > 0
                && i.skip(*at)
                    .sense(|sense| matches!(sense, Sense::Field(_)).then_some(()))
                    .is_some())
        })
        .map_or(i.len(), |(at, _)| at)
}

/// First and last name of a name of two words.
fn split_name(details: &mut Details) {
    let Some(name) = &details.name else { return };
    let mut words = name.split_whitespace();
    if let (Some(first), Some(last), None) = (words.next(), words.next(), words.next())
        && details.first_name.is_none()
        && details.last_name.is_none()
    {
        details.first_name = Some(first.to_owned());
        details.last_name = Some(last.to_owned());
    }
}

/// `find = "find" [ [ article ] "contact" ] free`
pub(super) fn find(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Find))(i)?;
    let (rest, _) = opt(article).parse(rest)?;
    let (rest, noun) = opt(one_of(&[
        Sense::Noun(Noun::Contact),
        Sense::Noun(Noun::Contacts),
    ]))
    .parse(rest)?;
    query(rest, noun.is_some())
}

/// `find = "contacts" [ "with" | "in" | "for" ] free`
pub(super) fn find_after(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Contacts)(i)?;
    query(rest, false)
}

/// `who = "who is" ( handle | phone | e-mail | free )`: shows where it is certain who, else finds.
pub(super) fn who(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Who))(i)?;
    if let Ok((after, who)) = certain(rest)
        && without_filler(after).is_empty()
        && !matches!(who, Who::Name(_) | Who::Digits(_))
    {
        return Ok((
            after.skip(after.len()),
            Draft::new(Intent::ContactShow { who }),
        ));
    }
    let somebody = rest;
    let (rest, draft) = query(rest, false)?;
    // Anybody may be asked about: without a capital it is only probably somebody here.
    let sure = certain(somebody).is_ok()
        || begins_with_contact(&somebody)
        || somebody
            .first()
            .is_some_and(|tok| tok.capital && !i.scope.shouted);
    Ok((
        rest,
        if sure {
            draft
        } else {
            draft.gated(Gate::Suggest)
        },
    ))
}

/// `show = contact_handle` and nothing else.
pub(super) fn handle_alone(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, number) = who::handle(i, "c")?;
    let rest = without_filler(rest);
    let who = Who::Contact(number);
    Ok((rest, Draft::new(Intent::ContactShow { who })))
}

/// `show = "show" [ "contact" ] contact_ref`
pub(super) fn show(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Show))(i)?;
    let (rest, the) = opt(article).parse(rest)?;
    let (rest, noun) = opt(noun(Noun::Contact)).parse(rest)?;
    let (after, draft) = shown(rest, noun.is_some())?;
    // "list the availables" is about no person; "show the contact Jane" is.
    let thing = the.is_some()
        && noun.is_none()
        && !begins_with_contact(&rest)
        && !rest
            .first()
            .is_some_and(|tok| tok.capital && !i.scope.shouted);
    Ok((
        after,
        if thing {
            draft.with(Gate::Suggest)
        } else {
            draft
        },
    ))
}

/// `show = "contact" contact_ref`
pub(super) fn show_after(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Contact)(i)?;
    shown(rest, true)
}

fn shown(i: Tokens<'_>, named: bool) -> Rule<'_, Draft> {
    let i = without_filler(i);
    let (rest, who) = who::who(i)?;
    let sure = named
        || certain(i).is_ok()
        || begins_with_contact(&i)
        || matches!(who, Who::Last(_))
        || i.first().is_some_and(|tok| tok.capital && !i.scope.shouted)
        || !is_everyday(&i);
    let draft = Draft::new(Intent::ContactShow { who });
    if sure {
        Ok((rest, draft))
    } else {
        Ok((rest, draft.with(Gate::Suggest)))
    }
}

/// A query that runs: a reference, a quotation, or a few words that are not everyday talk.
fn query(i: Tokens<'_>, named: bool) -> Rule<'_, Draft> {
    let words = without_filler(i);
    if words.is_empty() {
        return SyntaxError::miss(&i, Expected::Query);
    }
    let sure = certain(words).is_ok()
        || begins_with_contact(&words)
        || (words.len() <= LONGEST_QUERY && (named || !is_everyday(&words)));
    let query = match certain(words) {
        Ok((rest, Who::Digits(_))) if rest.is_empty() => words.original().to_owned(),
        _ => literal(&words),
    };
    let draft = Draft::new(Intent::ContactFind { query });
    let end = i.skip(i.len());
    if !named && is_list(&words) {
        return SyntaxError::miss(&words, Expected::Query);
    }
    if sure {
        return Ok((end, draft));
    }
    // Talk that begins with the verb: "find out when …", "who are you".
    if words.len() > 1 {
        return SyntaxError::miss(&words, Expected::Query);
    }
    Ok((end, draft.with(Gate::Suggest)))
}

/// Whether a single word names a list or what is on one, not somebody: "find Einkaufsliste".
fn is_list(i: &Tokens<'_>) -> bool {
    let about = i.sense(|sense| {
        matches!(
            sense,
            Sense::Gist(Gist::List | Gist::Tasks | Gist::Calendar)
        )
        .then_some(())
    });
    let compound = i.first().and_then(|tok| compound::ends(i, tok));
    i.len() == 1 && (about.is_some() || compound.is_some())
}

/// Whether any word is one of everyday talk.
fn is_everyday(i: &Tokens<'_>) -> bool {
    i.toks.iter().any(|tok| {
        let known = i.scope.lexicon.is_common(tok.word)
            || (!tok.guessed && !i.scope.lexicon.meanings(tok.word).is_empty());
        tok.kind == Kind::Word && known && (!tok.capital || i.scope.shouted)
    })
}
