using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Watches;

/// <summary>Follows one watch until it ends.</summary>
internal sealed class Watcher(ApiTransport transport, TimeProvider time, bool wantProtobuf)
{
    private const string MetadataOnly = ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    /// <summary>A server ends the watch when it said it would; one that is silent for so much longer is not there any more.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

    public async Task<WatchEnd> WatchAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        var call = new ApiRequest(HttpMethod.Get, request.PathAndQuery(), Accept(request, objects.JsonOnly)) { Streamed = true };
        using var silence = new CancellationTokenSource(request.Timeout + s_grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            var attempt = await transport.OpenAsync(call, either.Token);
            if (attempt.Response is not { } response)
                return new WatchEnd.Failed(attempt.Failure!);
            using (response)
                return attempt.Status is { } status ? new WatchEnd.Refused(status) : await FollowAsync(response, objects, sink, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WatchEnd.Failed(new TransportFailure(TransportFailureKind.Timeout, $"the watch of {request.Path} did not end in time"));
        }
        catch (Exception e) when (transport.Explain(call, e) is { } failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new WatchEnd.Failed(failure);
        }
    }

    private static async Task<WatchEnd> FollowAsync<T>(
        HttpResponseMessage response, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        var protobuf = response.Content.Headers.ContentType?.MediaType == Envelope.ProtobufMediaType;
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using (stream)
        {
            var frames = new FrameBuffer(stream, protobuf);
            var reader = new WatchFrameReader<T>(protobuf, objects, sink);
            sink.Opened();
            while (await frames.FillAsync(cancellationToken))
            {
                while (frames.TryTake(out var frame))
                {
                    // An empty line keeps a connection alive, and says nothing.
                    if (frame.IndexOfAnyExcept(" \t\r"u8) >= 0 && reader.Read(frame) is { } end)
                        return end;
                }
            }

            return new WatchEnd.Closed();
        }
    }

    private string Accept(WatchRequest request, bool jsonOnly)
    {
        var form = request.MetadataOnly ? MetadataOnly : "";
        return wantProtobuf && !jsonOnly
            ? $"{Envelope.ProtobufMediaType};stream=watch{form}, application/json;stream=watch{form}"
            : $"application/json;stream=watch{form}";
    }
}
