"""Why something did not reach the app."""


class DeliveryError(Exception):
    """The app did not get something, or did not acknowledge it in time.

    Args:
        code: What the person is shown: ``dispatch_failed`` where nobody is there, ``operation_timeout`` without an
            answer in 3 s, ``http_client_error`` and ``http_service_error`` for an answer of 4xx or 5xx,
            ``invalid_command_response`` for a body that is no answer.
        retry_reason: Slack's word for it when an event is sent again (Slack, "The Events API", Retries).
        may_retry: False where the app has asked for no retry.
    """

    def __init__(self, code: str, retry_reason: str, *, may_retry: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.retry_reason = retry_reason
        self.may_retry = may_retry
