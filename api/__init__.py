"""The HTTP skin: GraphQL over a `Session`, and a page to try it on."""
