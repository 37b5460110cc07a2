namespace Scanner.Simulator.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>429 with Retry-After and plain text, as API priority and fairness answers.</summary>
    TooManyRequests,

    /// <summary>429 as a Status with <c>retryAfterSeconds</c>, as a webhook or an eviction answers.</summary>
    TooManyRequestsStatus,

    /// <summary>A Status with <see cref="Fault.StatusCode"/>, 503 by default.</summary>
    ServerError,

    /// <summary>403 to everybody but system:masters, as a server answers that has just started and not read its roles yet.</summary>
    NoRoles,

    /// <summary><c>/apis</c> names one group only, as in that second.</summary>
    FewGroups,

    /// <summary>404 in plain text, as a proxy answers that has lost its backend. <see cref="Fault.Message"/> is its text.</summary>
    ProxyNotFound,

    /// <summary>200 without a body.</summary>
    EmptyAnswer,

    /// <summary>200 around the Status of <see cref="ServerError"/>, as of a gateway that swallows codes.</summary>
    FailureInSuccess,

    /// <summary>A list that says it is one of another kind.</summary>
    OtherKind,

    /// <summary>The headers of a success, and nothing after them until <see cref="Fault.Release"/>.</summary>
    SilentAnswer,

    /// <summary>A streamed list without the bookmark that ends it.</summary>
    EndlessList,

    /// <summary>The connection is reset before any answer.</summary>
    ConnectionReset,

    /// <summary>The request waits until <see cref="Fault.Release"/>, then goes on normally.</summary>
    Hold,

    /// <summary>200 with a body that is no JSON; on a watch, a line that is none.</summary>
    BadJson,

    /// <summary>The answer with half of its body, where the connection is reset; on a watch, half an event.</summary>
    Truncated,

    /// <summary>A list with a continue token: 410 with a token that goes on inconsistently.</summary>
    ExpiredContinue,

    /// <summary>A watch: HTTP 410.</summary>
    ExpiredWatch,

    /// <summary>A watch: HTTP 200 and an ERROR event with a 410 Status.</summary>
    ExpiredWatchEvent,

    /// <summary>A watch swallows <see cref="Fault.Events"/> events.</summary>
    LoseEvents,

    /// <summary>A watch sends <see cref="Fault.Events"/> events twice.</summary>
    DuplicateEvents,

    /// <summary>A watch swaps pairs of events, <see cref="Fault.Events"/> times.</summary>
    ReorderEvents,

    /// <summary>Answers normally, but closes the connection gracefully (HTTP/2: GOAWAY), as <c>--goaway-chance</c> does.</summary>
    CloseConnection,
}
