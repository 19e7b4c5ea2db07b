"""Views: what people see of a catalogue."""
