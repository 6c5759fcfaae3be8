//! Reading all contacts, page by page.

use std::collections::BTreeSet;

use fieldline::crm::{Crm, Cursor};
use fieldline::domain::{Contact, CrmCall, Details};
use fieldline::sandbox::{RateLimits, SandboxConfig};

use crate::sandbox::account::Account;

async fn account(contacts: u32) -> Account {
    let account = Account::with(SandboxConfig {
        limits: RateLimits::NONE,
        ..SandboxConfig::default()
    })
    .await;
    for number in 0..contacts {
        create(&account, number).await;
    }
    account.running.sandbox.clear_ledger();
    account
}

async fn create(account: &Account, number: u32) {
    let call = CrmCall::CreateContact {
        details: Details {
            name: Some(format!("Person {number}")),
            ..Details::default()
        },
        phone: Some(format!("+1415555{number:04}").parse().unwrap()),
        tags: Vec::new(),
        source: None,
    };
    account.sees(&call).await;
}

async fn page(account: &Account, after: Option<Cursor>) -> (Vec<Contact>, Option<Cursor>) {
    let request = account.ghl.contacts_page(after);
    let answer = account.exchange(request).await.unwrap();
    account.ghl.read_contacts_page(&answer).unwrap()
}

#[tokio::test]
async fn all_contacts_come_once_even_while_new_ones_arrive() {
    let account = account(250).await;
    let mut ids = BTreeSet::new();
    let mut after = None;
    let mut pages = 0;
    loop {
        let (contacts, next) = page(&account, after).await;
        for contact in contacts {
            assert!(ids.insert(contact.id), "a contact came twice");
        }
        pages += 1;
        create(&account, 1000 + pages).await;
        let Some(next) = next else {
            break;
        };
        after = Some(next);
    }
    assert_eq!(pages, 3);
    assert!(ids.len() >= 250);
}

#[tokio::test]
async fn a_last_page_that_is_full_is_followed_by_an_empty_one() {
    let account = account(100).await;
    let (contacts, next) = page(&account, None).await;
    assert_eq!(contacts.len(), 100);
    let (rest, end) = page(&account, next).await;
    assert!(rest.is_empty());
    assert_eq!(end, None);
}

#[tokio::test]
async fn a_refused_page_is_an_error_of_the_call() {
    let account = account(1).await;
    account.ghl.set_token(&"wrong".to_owned().into()).unwrap();
    let answer = account.exchange(account.ghl.contacts_page(None)).await;
    let read = account.ghl.read_contacts_page(&answer.unwrap());
    assert!(matches!(read, Err(fieldline::crm::CrmError::Token(_))));
}
