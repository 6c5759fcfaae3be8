//! GoHighLevel (LeadConnector), Contacts API version `2021-07-28`.
