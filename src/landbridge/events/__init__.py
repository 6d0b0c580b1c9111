"""Road shows: delegations, wishes, agendas and meetings."""
