using System.Collections.Immutable;

namespace Scanner.ApiServer.Answers;

/// <summary>Every answer the API server may legitimately give to one call. Exceptions remain for bugs and cancellation.</summary>
public abstract record ApiAnswer<T>
{
    private ApiAnswer()
    {
    }

    /// <summary>HTTP 2xx.</summary>
    /// <param name="Warnings">Texts of the <c>Warning</c> headers, unescaped, in order.</param>
    public sealed record Ok(T Value, int StatusCode, ImmutableArray<string> Warnings) : ApiAnswer<T>;

    /// <summary>The server said no: any other HTTP status, with the <c>v1/Status</c> it sent or one made from its text.</summary>
    public sealed record Refused(ApiStatus Status, ImmutableArray<string> Warnings) : ApiAnswer<T>;

    /// <summary>There is no answer, or none that can be read.</summary>
    public sealed record Failed(TransportFailure Failure) : ApiAnswer<T>;

    /// <summary>The same answer for another type of value; <paramref name="convert"/> runs only on <see cref="Ok"/>.</summary>
    public ApiAnswer<TOther> Map<TOther>(Func<T, TOther> convert) => this switch
    {
        Ok ok => new ApiAnswer<TOther>.Ok(convert(ok.Value), ok.StatusCode, ok.Warnings),
        Refused refused => new ApiAnswer<TOther>.Refused(refused.Status, refused.Warnings),
        Failed failed => new ApiAnswer<TOther>.Failed(failed.Failure),
        _ => throw new InvalidOperationException("closed hierarchy"),
    };

    /// <summary>One line that says what went wrong; empty when nothing did.</summary>
    public string Describe() => this switch
    {
        Refused { Status: var status } => $"HTTP {status.Code}{(status.Reason.Length > 0 ? " " + status.Reason : "")}: {OneLine(status.Message)}",
        Failed { Failure: var failure } => failure.Message,
        _ => "",
    };

    // Validation shows diffs, and proxies send HTML.
    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
