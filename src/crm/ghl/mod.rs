//! GoHighLevel's Contacts API, as its published contract says.
