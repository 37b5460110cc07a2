using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Scanner.Simulator.Api;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>Carries out the faults that stand in for an answer or break it.</summary>
internal sealed class FaultInjector(AnswerWriter writer)
{
    /// <summary>What happens before a request is handled. True when it has been answered that way.</summary>
    public async Task<bool> BeforeAsync(HttpContext http, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Hold:
                await HoldAsync(http, fault);
                return false;
            case FaultKind.TooManyRequests:
                http.Response.Headers.RetryAfter = Seconds(fault);
                await AnswerWriter.SendAsync(
                    http, 429, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes("Too many requests, please try again later.\n"));
                return true;
            case FaultKind.TooManyRequestsStatus:
                await writer.StatusAsync(http, TooMany(fault), Representation.Json);
                return true;
            case FaultKind.ServerError:
                await writer.StatusAsync(http, ServerError(fault), Representation.Json);
                return true;
            case FaultKind.FailureInSuccess:
                await AnswerWriter.SendAsync(http, 200, "application/json", JsonText.ToBytes(ServerError(fault).Body));
                return true;
            case FaultKind.ProxyNotFound:
                await AnswerWriter.SendAsync(http, 404, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(fault.Message + "\n"));
                return true;
            case FaultKind.EmptyAnswer:
                await AnswerWriter.SendAsync(http, 200, "application/json", []);
                return true;
            case FaultKind.SilentAnswer:
                http.Response.ContentType = "application/json";
                await http.Response.StartAsync(http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await HoldAsync(http, fault);
                return true;
            case FaultKind.ConnectionReset:
                Reset(http);
                return true;
            case FaultKind.CloseConnection:
                http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
                if (HttpProtocol.IsHttp11(http.Request.Protocol))
                    http.Response.Headers.Connection = "close";
                return false;
            default:
                return false;
        }
    }

    /// <summary>Breaks an answer. True when it was sent that way.</summary>
    public async Task<bool> AfterAsync(HttpContext http, Fault? fault, Answer answer)
    {
        switch (fault?.Kind)
        {
            case FaultKind.BadJson:
                await AnswerWriter.SendAsync(http, 200, "application/json", "{\"kind\":\"List\",\"items\":[{]}"u8.ToArray());
                return true;
            case FaultKind.FewGroups when answer is Answer.OfJson { Body: var groups } && groups["groups"] is JsonArray { Count: > 1 } all:
                groups["groups"] = new JsonArray(all[0]!.DeepClone());
                return false;
            case FaultKind.OtherKind when answer is Answer.OfList or Answer.OfJson:
                var other = JsonText.ParseObject(writer.JsonBody(answer));
                other["kind"] = "EventList";
                await AnswerWriter.SendAsync(http, 200, "application/json", JsonText.ToBytes(other));
                return true;
            case FaultKind.Truncated:
                var body = writer.JsonBody(answer);
                http.Response.StatusCode = answer.Code;
                http.Response.ContentType = "application/json";
                http.Response.ContentLength = body.Length;
                await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                Reset(http);
                return true;
            default:
                return false;
        }
    }

    private static async Task HoldAsync(HttpContext http, Fault fault)
    {
        var open = http.Features.Get<OpenRequest>()!;
        var released = fault.WaitAsync(http.RequestAborted);
        open.IsHeld = !released.IsCompleted;
        try
        {
            await released;
        }
        finally
        {
            open.IsHeld = false;
        }
    }

    // The whole connection when the server can, else the stream.
    private static void Reset(HttpContext http)
    {
        if (http.Features.Get<IConnectionLifetimeFeature>() is { } connection)
            connection.Abort();
        else
            http.Abort();
    }

    private static ApiStatus TooMany(Fault fault) => ApiStatus.Failure(
        429,
        "TooManyRequests",
        "The request cannot be processed at this time, please try again later.",
        new JsonObject { ["retryAfterSeconds"] = fault.RetryAfterSeconds ?? 1 });

    private static ApiStatus ServerError(Fault fault)
    {
        var reason = fault.StatusCode switch
        {
            500 => "InternalError",
            503 => "ServiceUnavailable",
            504 => "Timeout",
            _ => null,
        };
        return ApiStatus.Failure(
            fault.StatusCode,
            reason,
            fault.Message,
            fault.RetryAfterSeconds is { } seconds ? new JsonObject { ["retryAfterSeconds"] = seconds } : null);
    }

    private static string Seconds(Fault fault) => (fault.RetryAfterSeconds ?? 1).ToString(CultureInfo.InvariantCulture);
}
