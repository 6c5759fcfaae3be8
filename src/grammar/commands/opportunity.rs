//! Opportunities and amounts of money.

use nom::Parser;
use nom::combinator::opt;

use super::body::for_ref;
use super::{Draft, Gate};
use crate::domain::{Intent, Value};
use crate::grammar::DateOrder;
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexer::Kind;
use crate::grammar::lexicon::sense::{Field, Link, Noun, Sense, Verb};
use crate::grammar::tokens::{
    Rule, Tokens, determiners, marks, new_article, noun, one_of, pick, word,
};
use crate::grammar::values::free::{literal, without_filler};
use crate::grammar::values::who::{handle, who};

/// `opp = add [ article ] "opp" opp_body`
pub(super) fn added(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Add))(i)?;
    let (rest, _) = opt(new_article).parse(rest)?;
    let (rest, _) = noun(Noun::Opportunity)(rest)?;
    body(rest)
}

/// `opp = "opp" opp_body`
pub(super) fn create(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Opportunity)(i)?;
    body(rest)
}

/// `opp_body = [ for_ref ] [ money ] [ free ] [ money ] [ "in pipeline" name ]`
fn body(i: Tokens<'_>) -> Rule<'_, Draft> {
    let whole = without_filler(i);
    let (rest, who) = for_ref(whole);
    let (rest, _) = opt(marks(b":-,")).parse(rest)?;
    let (rest, pipeline) = pipeline(rest);
    let (rest, first) = opt(money).parse(rest)?;
    let (rest, _) = opt(one_of(&[Sense::Link(Link::For), Sense::Link(Link::Of)])).parse(rest)?;
    let (rest, _) = opt(marks(b":-,")).parse(rest)?;
    let (words, last) = match first {
        Some(_) => (rest, None),
        None => money_last(rest),
    };
    let name = (!words.is_empty()).then(|| literal(&words));
    let value = first.or(last);
    if name.is_none() && value.is_none() && who.is_none() {
        return SyntaxError::miss(&i, Expected::Text);
    }
    Ok((
        i.skip(i.len()),
        Draft::new(Intent::OpportunityCreate {
            who,
            name,
            value,
            pipeline,
        }),
    ))
}

fn pipeline(i: Tokens<'_>) -> (Tokens<'_>, Option<String>) {
    for at in 0..i.len() {
        if let Ok((name, _)) = word(Sense::Field(Field::Pipeline))(i.skip(at))
            && !name.is_empty()
        {
            return (i.upto(at), Some(literal(&name)));
        }
    }
    (i, None)
}

fn money_last(i: Tokens<'_>) -> (Tokens<'_>, Option<Value>) {
    for at in 0..i.len() {
        if let Ok((rest, value)) = money(i.skip(at))
            && rest.is_empty()
        {
            let words = i.upto(at);
            let words = one_of(&[Sense::Link(Link::For), Sense::Link(Link::Of)])(
                words.skip(words.len().saturating_sub(1)),
            )
            .map_or(words, |_| words.upto(words.len().saturating_sub(1)));
            return (words, Some(value));
        }
    }
    (i, None)
}

/// `money = sign amount [ magnitude ] | amount magnitude [ currency ] | amount currency`
fn money(i: Tokens<'_>) -> Rule<'_, Value> {
    let (rest, sign) = opt(word(Sense::Money)).parse(i)?;
    let (rest, hundredths) = spaced(rest, sign.is_some()).or_else(|_| amount(rest))?;
    let (rest, power) = opt(magnitude).parse(rest)?;
    let (rest, currency) = opt(word(Sense::Money)).parse(rest)?;
    if sign.is_none() && currency.is_none() && power.is_none() {
        return SyntaxError::miss(&i, Expected::Text);
    }
    let factor = 10_u64.checked_pow(u32::from(power.unwrap_or(0)));
    match factor.and_then(|factor| hundredths.checked_mul(factor)) {
        Some(hundredths) => Ok((rest, Value::from_hundredths(hundredths))),
        None => SyntaxError::miss(&i, Expected::Text),
    }
}

/// Thousands or millions, a letter only where it is glued to the amount.
fn magnitude(i: Tokens<'_>) -> Rule<'_, u8> {
    let (rest, power) = pick(|sense| match sense {
        Sense::Magnitude(power) => Some(power),
        _ => None,
    })(i)?;
    let letter = i.first().is_some_and(|tok| tok.length() == 1 && !tok.glued);
    if letter {
        return SyntaxError::miss(&i, Expected::Text);
    }
    Ok((rest, power))
}

/// `spaced = 1-3 digits { " " 3 digits }`: "5 000 €". A sign before it is not enough where such spaces are not written: "$5 200 sqft".
fn spaced(i: Tokens<'_>, sign: bool) -> Rule<'_, u64> {
    let digits = |at: usize| match i.get(at).map(|tok| (tok.kind, tok.length())) {
        Some((Kind::Num(value), length)) => Some((u64::from(value), length)),
        _ => None,
    };
    let Some((mut whole, 1..=3)) = digits(0) else {
        return SyntaxError::miss(&i, Expected::Text);
    };
    let mut count = 1_usize;
    while let Some((value, 3)) = digits(count) {
        whole = whole.saturating_mul(1000).saturating_add(value);
        count = count.saturating_add(1);
    }
    let rest = i.skip(count);
    let signed = sign && i.scope.sender.date_order != DateOrder::Mdy;
    if count == 1 || !(signed || rest.is(Sense::Money)) {
        return SyntaxError::miss(&i, Expected::Text);
    }
    Ok((rest, whole.saturating_mul(100)))
}

/// `amount = digits { ( "," | "." ) 3 digits } [ ( "." | "," ) 1-2 digits ]`, in hundredths.
fn amount(i: Tokens<'_>) -> Rule<'_, u64> {
    let digits = |at: usize| {
        let tok = i.get(at)?;
        match tok.kind {
            Kind::Num(value) => Some((u64::from(value), tok.length(), tok.glued)),
            _ => None,
        }
    };
    let Some((mut whole, ..)) = digits(0) else {
        return SyntaxError::miss(&i, Expected::Text);
    };
    let mut count = 1_usize;
    let mut part = 0_u64;
    while let (Some(sign), Some((value, length, true))) =
        (i.get(count), digits(count.saturating_add(1)))
    {
        let sign = sign.glued && (sign.is_mark(b',') || sign.is_mark(b'.'));
        match length {
            3 if sign => whole = whole.saturating_mul(1000).saturating_add(value),
            2 if sign => part = value,
            1 if sign => part = value.saturating_mul(10),
            _ => break,
        }
        count = count.saturating_add(2);
        if length < 3 {
            break;
        }
    }
    let hundredths = whole.saturating_mul(100).saturating_add(part);
    Ok((i.skip(count), hundredths))
}

/// `stage = ( "move" | "opp" | "set" ) opp_ref [ "stage" ] [ "to" ] stage`
pub(super) fn stage(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = opt(one_of(&[
        Sense::Verb(Verb::Move),
        Sense::Verb(Verb::Edit),
        Sense::Verb(Verb::Mark),
    ]))
    .parse(i)?;
    let (rest, opportunity) = opportunity(rest)?;
    let (rest, _) = opt(word(Sense::Field(Field::Stage))).parse(rest)?;
    let (rest, _) = opt(one_of(&[Sense::Link(Link::To), Sense::Link(Link::As)])).parse(rest)?;
    let words = without_filler(rest);
    if words.is_empty() {
        return SyntaxError::miss(&rest, Expected::Text);
    }
    let end = i.skip(i.len());
    let intent = match words.sense(|sense| match sense {
        Sense::Verb(verb @ (Verb::Won | Verb::Lost)) => Some(verb),
        _ => None,
    }) {
        Some((count, Verb::Won, _)) if count == words.len() => {
            Intent::OpportunityWon { opportunity }
        }
        Some((count, Verb::Lost, _)) => Intent::OpportunityLost {
            opportunity,
            reason: reason(words.skip(count)),
        },
        _ => Intent::OpportunityStage {
            opportunity,
            stage: literal(&words),
        },
    };
    Ok((end, Draft::new(intent)))
}

/// `won = "won" opp_ref`
pub(super) fn won(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Won))(i)?;
    let (rest, opportunity) = opportunity(rest)?;
    Ok((
        without_filler(rest),
        Draft::new(Intent::OpportunityWon { opportunity }),
    ))
}

/// `lost = "lost" opp_ref [ reason ]`
pub(super) fn lost(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Lost))(i)?;
    let (rest, opportunity) = opportunity(rest)?;
    let intent = Intent::OpportunityLost {
        opportunity,
        reason: reason(rest),
    };
    Ok((i.skip(i.len()), Draft::new(intent)))
}

fn reason(i: Tokens<'_>) -> Option<String> {
    let words = without_filler(i);
    let words = marks(b":-,")(words).map_or(words, |(rest, _)| rest);
    (!words.is_empty()).then(|| literal(&words))
}

/// `opp_ref = "o" number | "opp" number`
fn opportunity(i: Tokens<'_>) -> Rule<'_, u32> {
    let (rest, noun) = opt(noun(Noun::Opportunity)).parse(i)?;
    if let Ok(found) = handle(rest, "o") {
        return Ok(found);
    }
    match rest.first().map(|tok| tok.kind) {
        Some(Kind::Num(number)) if noun.is_some() && number > 0 => Ok((rest.skip(1), number)),
        _ => SyntaxError::miss(&i, Expected::Word),
    }
}

/// `list = "show" opp_ref`: one alone cannot be shown, but all can.
pub(super) fn shown(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Show))(i)?;
    let (rest, _) = handle(rest, "o")?;
    let draft = Draft::new(Intent::OpportunityList { who: None });
    Ok((without_filler(rest), draft.with(Gate::Suggest)))
}

/// `list = [ show | ask ] [ "all" | "my" | article ] "opps" [ [ "for" ] contact_ref ]`
pub(super) fn list(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = opt(one_of(&[Sense::Verb(Verb::Show), Sense::Verb(Verb::Ask)])).parse(i)?;
    let (rest, _) = noun(Noun::Opportunities)(determiners(rest))?;
    let (rest, _) = opt(word(Sense::Link(Link::Have))).parse(rest)?;
    let rest = without_filler(rest);
    if rest.is_empty() {
        return Ok((rest, Draft::new(Intent::OpportunityList { who: None })));
    }
    let (rest, _) = opt(one_of(&[
        Sense::Link(Link::For),
        Sense::Link(Link::Of),
        Sense::Link(Link::With),
    ]))
    .parse(rest)?;
    let (rest, who) = who(rest)?;
    Ok((rest, Draft::new(Intent::OpportunityList { who: Some(who) })))
}
