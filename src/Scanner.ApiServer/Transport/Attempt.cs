using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Transport;

/// <summary>How one attempt at a call ended: a response, with its Status when it is a refusal, or a failure.</summary>
internal readonly record struct Attempt(HttpResponseMessage? Response, ApiStatus? Status, TransportFailure? Failure);
