"""The small PKI behind the endpoints: authorities, certificates, revocation, and the services of the CAs."""
