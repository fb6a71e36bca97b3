"""Which protocol is spoken before TLS, and how it is left."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from bot.diagnostics.observation.starttls import ftp, imap, ldap, mysql, pop3, postgres, smtp, xmpp
from bot.diagnostics.target import StartTls

Upgrade = Callable[[asyncio.StreamReader, asyncio.StreamWriter, str], Awaitable[None]]

UPGRADES: Mapping[StartTls, Upgrade] = {
    StartTls.SMTP: smtp.upgrade,
    StartTls.IMAP: imap.upgrade,
    StartTls.POP3: pop3.upgrade,
    StartTls.FTP: ftp.upgrade,
    StartTls.LDAP: ldap.upgrade,
    StartTls.POSTGRES: postgres.upgrade,
    StartTls.MYSQL: mysql.upgrade,
    StartTls.XMPP: xmpp.upgrade,
}
"""Each takes the connection and the server's name, and returns when TLS may begin."""
