"""From the published page to records, and from one edition to the next."""
