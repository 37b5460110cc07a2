using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Scanner.Publishing.Web;

/// <summary>Marks the connections that came in at the address of the posture, so that no other one serves it.</summary>
internal sealed class PostureListener
{
    /// <summary>A reader has one; whoever opens more than this has no reading in mind.</summary>
    private const int MostConnections = 64;

    private int _connections;

    private PostureListener(bool isLoopback) => IsLoopback = isLoopback;

    /// <summary>Only who is on this machine, or in this pod, can connect.</summary>
    public bool IsLoopback { get; }

    public static void Listen(KestrelServerOptions kestrel, IPEndPoint address)
    {
        var listener = new PostureListener(IPAddress.IsLoopback(address.Address));
        kestrel.Listen(address, listen => listen.Use(listener.Limit));
    }

    private ConnectionDelegate Limit(ConnectionDelegate next) => async connection =>
    {
        try
        {
            if (Interlocked.Increment(ref _connections) > MostConnections)
                return;
            connection.Features.Set(this);
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    };
}
