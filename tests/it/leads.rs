//! Leads in free text: who is registered, with what, and who never is.

mod blocks;
