//! Workflows, campaigns, followers and the people of a business.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};

use super::{Draft, Gate};
use crate::domain::{Assignee, Intent, Who};
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexicon::sense::{Link, Noun, Sense, Verb};
use crate::grammar::tokens::{Rule, Tokens, article, noun, one_of, word};
use crate::grammar::values::free::{literal, without_filler};
use crate::grammar::values::who::who;

/// What somebody is enrolled in.
enum Course {
    Workflow(String),
    Campaign(String),
    AllCampaigns,
}

/// `enroll = ( "enroll" contact_ref ( "in" | "to" ) | "add" contact_ref "to" ) course`
///
/// It cannot be observed or undone, so it is confirmed.
pub(super) fn enroll(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = one_of(&[Sense::Verb(Verb::Enroll), Sense::Verb(Verb::Add)])(i)?;
    let (rest, (who, course)) = placed(rest, &[Sense::Link(Link::In), Sense::Link(Link::To)])?;
    let intent = match course {
        Course::Workflow(workflow) => Intent::WorkflowAdd { who, workflow },
        Course::Campaign(campaign) => Intent::CampaignAdd { who, campaign },
        Course::AllCampaigns => return SyntaxError::miss(&rest, Expected::Text),
    };
    Ok((rest, Draft::new(intent).with(Gate::Confirm)))
}

/// `unenroll = ( "unenroll" | "remove" ) contact_ref "from" ( course | "all campaigns" )`
pub(super) fn unenroll(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = one_of(&[Sense::Verb(Verb::Unenroll), Sense::Verb(Verb::Delete)])(i)?;
    let (rest, (who, course)) = placed(rest, &[Sense::Link(Link::From), Sense::Link(Link::Of)])?;
    let intent = match course {
        Course::Workflow(workflow) => Intent::WorkflowRemove { who, workflow },
        Course::Campaign(campaign) => Intent::CampaignRemove {
            who,
            campaign: Some(campaign),
        },
        Course::AllCampaigns => Intent::CampaignRemove {
            who,
            campaign: None,
        },
    };
    Ok((rest, Draft::new(intent)))
}

/// `course = [ article ] ( "workflow" | "campaign" ) name | [ "all" ] "campaigns"`
fn placed<'a>(i: Tokens<'a>, links: &'static [Sense]) -> Rule<'a, (Who, Course)> {
    let (rest, who) = who(i)?;
    let (rest, _) = one_of(links)(rest)?;
    let (rest, _) = opt(one_of(&[
        Sense::Link(Link::Article),
        Sense::Link(Link::The),
        Sense::Link(Link::All),
    ]))
    .parse(rest)?;
    let rest = without_filler(rest);
    let (name, noun) = one_of(&[
        Sense::Noun(Noun::Campaigns),
        Sense::Noun(Noun::Campaign),
        Sense::Noun(Noun::Workflow),
    ])(rest)?;
    let end = rest.skip(rest.len());
    if noun == Sense::Noun(Noun::Campaigns) && name.is_empty() {
        return Ok((end, (who, Course::AllCampaigns)));
    }
    if name.is_empty() {
        return SyntaxError::miss(&name, Expected::Text);
    }
    let name = literal(&name);
    let course = if noun == Sense::Noun(Noun::Workflow) {
        Course::Workflow(name)
    } else {
        Course::Campaign(name)
    };
    Ok((end, (who, course)))
}

/// `follow = "follow" contact_ref`
pub(super) fn follow(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Follow))(i)?;
    let (rest, who) = followed(rest)?;
    let users = vec![Assignee::Me(true)];
    Ok((rest, Draft::new(Intent::FollowerAdd { who, users })))
}

/// `unfollow = "unfollow" contact_ref`
pub(super) fn unfollow(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Unfollow))(i)?;
    let (rest, who) = followed(rest)?;
    let users = vec![Assignee::Me(true)];
    Ok((rest, Draft::new(Intent::FollowerRemove { who, users })))
}

fn followed(i: Tokens<'_>) -> Rule<'_, Who> {
    let (rest, _) = opt(alt((
        noun(Noun::Contact),
        article.map(|_| crate::grammar::lexicon::sense::Quality::Exact),
    )))
    .parse(i)?;
    let (rest, who) = who(rest)?;
    Ok((without_filler(rest), who))
}

/// `business = "contacts at" name`
pub(super) fn people_at(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::PeopleAt))(i)?;
    let (_, business) = cut(business).parse(rest)?;
    Ok((
        i.skip(i.len()),
        Draft::new(Intent::BusinessContacts { business }),
    ))
}

fn business(i: Tokens<'_>) -> Rule<'_, String> {
    let words = without_filler(i);
    if words.is_empty() {
        return SyntaxError::miss(&i, Expected::Query);
    }
    Ok((i.skip(i.len()), literal(&words)))
}
