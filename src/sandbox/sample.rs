//! The sample account of the demo: a roofing firm with two people in the field.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::contacts;
use super::tasks::Task;
use super::world::{World, moment};

/// The user id of Bob Ray, who has most of the open tasks.
pub const BOB_RAY: &str = "SampleUserBobRay0001";
/// The user id of Ann Lee.
pub const ANN_LEE: &str = "SampleUserAnnLee0001";

/// First name, last name, phone, e-mail, tag, company.
const PEOPLE: &str = "\
Jane  | Doe     | +14155550142 | jane@doehomes.example      | customer   | Doe Homes
Jon   | Bell    | +13125550117 | jon.bell@mail.example      | customer   |
Jon   | Reyes   | +12145550163 | jon@reyesbuild.example     | contractor | Reyes Builders
Maria | Lopez   | +12145550128 | maria@lopezrealty.example  | partner    | Lopez Realty
Sam   | Carter  | +16175550109 | sam.carter@mail.example    | lead       |
Grace | Kim     | +14155550187 | grace@kimdental.example    | vip        | Kim Dental
Omar  | Haddad  | +13125550151 | omar@haddadfoods.example   | customer   | Haddad Foods
Priya | Nair    | +16175550174 | priya.nair@mail.example    | lead       |
Tom   | O'Brien | +12145550195 | tom@obrienandsons.example  | contractor | O'Brien and Sons
Lena  | Fischer | +13125550136 | lena.fischer@mail.example  |            |
Will  | Stone   | +14155550111 | will@stonelaw.example      | customer   | Stone Law
Ruth  | Adler   | +16175550148 | ruth.adler@mail.example    | lead       |";

/// Whose (by phone), hours until due, state, assignee, title.
const TASKS: &str = "\
+14155550142 |  20 | open | bob | Send Jane the roofing quote
+13125550117 |   4 | open | bob | Call Jon Bell about the invoice
+12145550163 |  44 | open | bob | Order shingles for the Reyes job
+14155550187 | -26 | open | bob | Inspect gutters at Kim Dental
+12145550128 | -70 | done | bob | Photos of the Lopez roof
+13125550151 |  92 | open | ann | Renew Haddad's service plan
+16175550109 |  28 | open | ann | First call with Sam Carter";

/// Sample contacts came an hour apart, the last an hour ago.
const APART: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn fill(world: &mut World, now: Timestamp) {
    for (id, first, last, email) in [
        (BOB_RAY, "Bob", "Ray", "bob@fieldline.example"),
        (ANN_LEE, "Ann", "Lee", "ann@fieldline.example"),
    ] {
        world.users.push(json!({
            "id": id,
            "name": format!("{first} {last}"),
            "firstName": first,
            "lastName": last,
            "email": email,
            "phone": "",
            "extension": "",
            "roles": {"type": "account", "role": "user", "locationIds": [world.location]},
        }));
    }
    let mut by_phone = BTreeMap::new();
    let mut added = now - APART * i32::try_from(PEOPLE.lines().count()).unwrap_or(0);
    for [first, last, phone, email, tag, company] in rows(PEOPLE) {
        let fields = json!({
            "firstName": first,
            "lastName": last,
            "phone": phone,
            "email": email,
            "companyName": company,
            "country": "US",
            "source": "sample",
            "tags": [tag],
        });
        let fields = fields.as_object().cloned().unwrap_or_default();
        let person = contacts::add(world, fields, added, Duration::ZERO);
        by_phone.insert(phone, person.id);
        added += APART;
    }
    for [phone, hours, state, assignee, title] in rows(TASKS) {
        let Some(contact) = by_phone.get(phone) else {
            continue;
        };
        let until_due = SignedDuration::from_hours(hours.parse().unwrap_or(0));
        let user = if assignee == "bob" { BOB_RAY } else { ANN_LEE };
        let id = world.fresh_id();
        world.tasks.push(Task {
            id,
            contact: contact.clone(),
            title: title.to_owned(),
            body: None,
            due: moment(now + until_due),
            completed: state == "done",
            assignee: Some(user.to_owned()),
        });
    }
}

fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    table.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        cells.try_into().ok()
    })
}
