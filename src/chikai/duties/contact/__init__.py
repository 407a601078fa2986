"""Contact with a requester who was given a code: messages, papers sent later, the answer's file."""
