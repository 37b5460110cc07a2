using System.Text.Json.Nodes;

namespace Scanner.Simulator.Api;

/// <summary>A refusal: the HTTP code and the <c>Status</c> object that goes with it.</summary>
/// <param name="Code">HTTP status code, also in <paramref name="Body"/>.</param>
/// <param name="Body">A complete <c>v1/Status</c> object.</param>
public sealed record ApiStatus(int Code, JsonObject Body)
{
    /// <summary>Builds the Status that an API server writes: <c>details</c> only when given.</summary>
    public static ApiStatus Failure(int code, string? reason, string message, JsonObject? details = null)
    {
        var body = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message,
        };
        if (reason is not null)
            body["reason"] = reason;
        if (details is not null)
            body["details"] = details;
        body["code"] = code;
        return new ApiStatus(code, body);
    }
}
