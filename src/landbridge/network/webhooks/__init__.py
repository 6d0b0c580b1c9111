"""Messages to other systems, by the Standard Webhooks specification (standardwebhooks.com)."""
