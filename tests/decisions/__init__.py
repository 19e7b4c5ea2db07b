"""The room in which a service decides: comparing, shortlisting, assessing, planning."""
