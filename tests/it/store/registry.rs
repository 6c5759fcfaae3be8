//! People, settings and the directory.

use fieldline::domain::{Person, Role, UserId};

use super::World;
use super::given::{contact, person, phone};

pub(super) async fn people_are_kept_by_phone(world: World) {
    let bob = Person {
        user_id: Some(UserId::from("u1")),
        ..person(1, "Bob Ray", Role::Staff)
    };
    let ann = person(2, "Ann Lee", Role::Owner);
    for person in [&bob, &ann] {
        world.store.put_person(person.clone()).await.unwrap();
    }
    assert_eq!(world.store.people().await.unwrap(), [ann.clone(), bob]);
    let bobby = person(1, "Bobby Ray", Role::Manager);
    world.store.put_person(bobby.clone()).await.unwrap();
    assert_eq!(world.store.people().await.unwrap(), [ann, bobby.clone()]);
    assert!(world.store.remove_person(&phone(2)).await.unwrap());
    assert!(!world.store.remove_person(&phone(2)).await.unwrap());
    assert_eq!(world.store.people().await.unwrap(), [bobby]);
}

pub(super) async fn settings_are_kept_by_name(world: World) {
    let store = world.store();
    assert_eq!(store.setting("password").await.unwrap(), None);
    for value in ["first", "second"] {
        let put = store.put_setting("password", Some(value.to_owned())).await;
        put.unwrap();
        let kept = store.setting("password").await.unwrap();
        assert_eq!(kept.as_deref(), Some(value));
    }
    store.put_setting("password", None).await.unwrap();
    assert_eq!(store.setting("password").await.unwrap(), None);
}

pub(super) async fn the_directorys_version_rises_with_changes_only(world: World) {
    let store = world.store();
    let jon = contact("k1", "Jon A");
    store.mirror(vec![jon.clone()]).await.unwrap();
    let first = store.directory_version().await.unwrap();
    store.mirror(vec![jon.clone()]).await.unwrap();
    assert_eq!(store.directory_version().await.unwrap(), first);
    let renamed = contact("k1", "Jon Abel");
    store.mirror(vec![renamed.clone()]).await.unwrap();
    let (version, contacts) = store.directory().await.unwrap();
    assert!(version > first);
    assert_eq!(contacts, [renamed]);
}
