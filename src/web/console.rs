//! What all handlers of the administrator's side share.

use std::sync::Arc;

use super::lockout::Lockout;
use super::password::Passwords;
use super::session::Sessions;
use super::state::Admin;

pub(super) struct Console {
    pub(super) admin: Admin,
    pub(super) sessions: Sessions,
    pub(super) passwords: Passwords,
    pub(super) lockout: Lockout,
}

impl Console {
    pub(super) fn new(admin: Admin) -> Self {
        Self {
            sessions: Sessions::new(Arc::clone(&admin.store), Arc::clone(&admin.clock)),
            passwords: Passwords::new(Arc::clone(&admin.store), Arc::clone(&admin.clock)),
            lockout: Lockout::default(),
            admin,
        }
    }
}
