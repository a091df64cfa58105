/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file interactions.h
 * The whole C interface of the Interactions SDK.
 */
#ifndef INTERACTIONS_H
#define INTERACTIONS_H

#include <interactions/attachment.h>
#include <interactions/base.h>
#include <interactions/call.h>
#include <interactions/channel.h>
#include <interactions/client.h>
#include <interactions/consent.h>
#include <interactions/contact.h>
#include <interactions/conversation.h>
#include <interactions/error.h>
#include <interactions/event.h>
#include <interactions/filter.h>
#include <interactions/message.h>
#include <interactions/notification.h>
#include <interactions/number.h>
#include <interactions/page.h>
#include <interactions/permission.h>
#include <interactions/row_block.h>
#include <interactions/search.h>
#include <interactions/session.h>
#include <interactions/sms.h>
#include <interactions/store.h>
#include <interactions/subscription.h>

#endif /* INTERACTIONS_H */
