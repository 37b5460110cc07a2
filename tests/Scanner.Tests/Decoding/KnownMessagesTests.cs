using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;
using Scanner.Decoding;

namespace Scanner.Tests.Decoding;

public sealed class KnownMessagesTests
{
    private static readonly byte[] s_privileged = [0x10, 0x01];
    private static readonly byte[] s_notPrivileged = [0x10, 0x00];

    [Fact]
    public void TryGet_SameBytesElsewhere_IsWhatWasAdded()
    {
        var known = new KnownMessages<string>();
        byte[] buffer = [1, 2, 3];
        Assert.Equal("a", known.Add(buffer, "a"));
        byte[] again = [.. buffer];
        // The buffer is used for the next page.
        buffer[0] = 9;
        Assert.True(known.TryGet(again, out var value));
        Assert.Equal("a", value);
        Assert.False(known.TryGet(buffer, out _));
        Assert.False(known.TryGet(again.AsSpan(0, 2), out _));
    }

    [Fact]
    public void Add_EmptyMessage_IsKnown()
    {
        var known = new KnownMessages<string>();
        known.Add([], "empty");
        Assert.True(known.TryGet([], out _));
    }

    /// <summary>Whoever makes another one for each object does not fill the memory.</summary>
    [Fact]
    public void Add_ManyOrLong_AreNotKept()
    {
        var known = new KnownMessages<int>();
        for (var i = 0; i < 100_000; i++)
            Assert.Equal(i, known.Add(BitConverter.GetBytes(i), i));
        Assert.InRange(Enumerable.Range(0, 100_000).Count(i => known.TryGet(BitConverter.GetBytes(i), out _)), 1, 2000);
        var other = new KnownMessages<int>();
        other.Add(new byte[10_000], 1);
        Assert.False(other.TryGet(new byte[10_000], out _));
    }

    [Fact]
    public void Read_ContextsOfOneList_AreEachTheirOwn()
    {
        var contexts = new SecurityContexts();
        var first = Read(contexts, s_privileged);
        Assert.True(first.Privileged);
        Assert.False(Read(contexts, s_notPrivileged).Privileged);
        Assert.Null(Read(contexts, []).Privileged);
        Assert.Same(first, Read(contexts, s_privileged));
    }

    /// <summary>The same bytes mean something else in a pod's context: there, field 2 is the user.</summary>
    [Fact]
    public void Read_SameBytesOfAPodAndOfAContainer_AreNotMixedUp()
    {
        var contexts = new SecurityContexts();
        Assert.True(Read(contexts, s_privileged).Privileged);
        var reader = Standing(s_privileged, out _);
        var (context, sysctls) = contexts.ReadOfPod(ref reader);
        Assert.Equal((null, 1L), (context.Privileged, context.RunAsUser));
        Assert.Empty(sysctls);
    }

    /// <summary>What comes after a message that is known is read as after one that is not.</summary>
    [Fact]
    public void Read_KnownMessage_IsPassedOver()
    {
        var contexts = new SecurityContexts();
        for (var i = 0; i < 2; i++)
        {
            var reader = Standing(s_privileged, out var fields);
            contexts.ReadOfContainer(ref reader);
            Assert.False(reader.Next(fields));
        }
    }

    [Fact]
    public void Read_LengthBeyondTheEnd_IsAWireError() => Assert.Throws<WireFormatException>(() =>
    {
        var reader = new ProtobufWireReader([0x0a, 0x7f, 0x10]);
        reader.Enter();
        reader.Next(new OneField(1, "securityContext"));
        new SecurityContexts().ReadOfContainer(ref reader);
    });

    private static SecurityContextFacts Read(SecurityContexts contexts, byte[] message)
    {
        var reader = Standing(message, out _);
        return contexts.ReadOfContainer(ref reader);
    }

    /// <summary>A reader that stands on the message, in a list with nothing else.</summary>
    private static ProtobufWireReader Standing(byte[] message, out OneField fields)
    {
        fields = new OneField(1, "securityContext");
        var reader = new ProtobufWireReader((byte[])[0x0a, (byte)message.Length, .. message]);
        reader.Enter();
        Assert.True(reader.Next(fields));
        return reader;
    }
}
