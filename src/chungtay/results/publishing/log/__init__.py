"""The public log, as mathematics and text: no Django here. What is kept in tables stands in the room above."""
