"""Whether the issuing CA's services answer, and what that does and does not prove."""
